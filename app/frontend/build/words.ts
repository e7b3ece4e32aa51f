/**
 * The word catalogue (`data/words`) as the front end's build sees it: checked, then one text per language.
 *
 * Two languages that differ in their messages, or in a message's variables, stop the build.
 */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Message, type Pattern, parse, type VariableReference, Visitor } from "@fluent/syntax";

export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const FOLDER = resolve(import.meta.dirname, "../../../data/words");
/** Read by the server only: its own pages, papers, tables. Error codes go to Chinese pages, see `textOf`. */
const SERVER_ONLY: ReadonlySet<string> = new Set([
  "pages.ftl",
  "exports.ftl",
  "studies.ftl",
  "tables.ftl",
  "methods.ftl",
]);
const ERRORS = "errors.ftl";

function filesOf(language: Language): string[] {
  return readdirSync(`${FOLDER}/${language}`)
    .filter((file) => file.endsWith(".ftl") && !SERVER_ONLY.has(file))
    .sort();
}

function read(language: Language, file: string): string {
  return readFileSync(`${FOLDER}/${language}/${file}`, "utf8");
}

class Variables extends Visitor {
  readonly names = new Set<string>();

  override visitVariableReference(node: VariableReference): void {
    this.names.add(node.id.name);
  }
}

/** Names of the variables that a pattern fills in. */
function variablesOf(pattern: Pattern | null): string[] {
  const found = new Variables();
  if (pattern) found.visit(pattern);
  return [...found.names].sort();
}

/** Every message of a language by name; a file with a syntax error is named. */
export function messagesOf(language: Language): Map<string, Message> {
  const found = new Map<string, Message>();
  for (const file of filesOf(language)) {
    for (const entry of parse(read(language, file), {}).body) {
      if (entry.type === "Junk") throw new Error(`data/words/${language}/${file}: cannot be read: ${entry.content}`);
      if (entry.type !== "Message") continue;
      if (found.has(entry.id.name)) throw new Error(`data/words/${language}/${file}: ${entry.id.name} stands twice`);
      found.set(entry.id.name, entry);
    }
  }
  return found;
}

/** The names of all words, after comparing the languages. */
export function wordNames(): string[] {
  const [zh, en] = [messagesOf("zh"), messagesOf("en")];
  for (const name of new Set([...zh.keys(), ...en.keys()])) {
    const [inZh, inEn] = [zh.get(name), en.get(name)];
    if (!inZh || !inEn) throw new Error(`data/words: ${name} is missing in ${inZh ? "English" : "Chinese"}`);
    // English may need a number for its plural where Chinese has none.
    const extra = variablesOf(inZh.value).filter((one) => !variablesOf(inEn.value).includes(one));
    if (extra.length) throw new Error(`data/words: ${name} has $${extra.join(", $")} in Chinese only`);
  }
  return [...en.keys()].filter((name) => !/^[A-Z]\d{3}$/.test(name)).sort();
}

/**
 * The text of a language for `FluentResource`.
 *
 * English pages show the server's own words of an error, which name the offending value; only Chinese ones
 * need those of the catalogue.
 */
export function textOf(language: Language): string {
  return filesOf(language)
    .filter((file) => language === "zh" || file !== ERRORS)
    .map((file) => read(language, file))
    .join("\n");
}
