import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shared/language.ts";

const PAGE = 100;

/** A hundred rows of a list, and the way to the others. */
export function usePages<T>(rows: readonly T[]): { shown: readonly T[]; pages: JSX.Element | null } {
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
  const at = Math.min(page, last);
  const pages =
    last === 0 ? null : (
      <nav class="pages" aria-label={t("table-pages")}>
        <button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>
          {t("table-previous")}
        </button>
        <span>
          {at + 1} / {last + 1}
        </span>
        <button type="button" disabled={at === last} onClick={() => setPage(at + 1)}>
          {t("table-next")}
        </button>
      </nav>
    );
  return { shown: rows.slice(at * PAGE, (at + 1) * PAGE), pages };
}
