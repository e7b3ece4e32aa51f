import type { ImportColumn, RowFault } from "../../api/types.ts";
import { causeText, isWord, language, t } from "../../shared/language.ts";

export function titleOf(column: ImportColumn): string {
  return language === "zh" ? column.title_zh : column.title_en;
}

export function wordsOf(fault: RowFault, column: ImportColumn | undefined): string {
  if (language === "en") return fault.cause; // names the value and what is expected
  const word = `row-${fault.code}`;
  return isWord(word) ? t(word, { expects: column?.expects_zh ?? "" }) : causeText(fault.code, fault.cause);
}
