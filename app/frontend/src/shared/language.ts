import { type Word, words } from "./words.ts";

export type Language = "zh" | "en";
export type Values = Readonly<Record<string, string | number>>;

/** Fill `{name}` and choose between `{name|one|many}`; a missing value is a programming error. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_all, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}} in "${text}"`);
    if (one === undefined || many === undefined) return String(value);
    return Number(String(value).replaceAll(",", "")) === 1 ? one : many;
  });
}

export function wordIn(language: Language, word: Word, values?: Values): string {
  return fill(words[word][language === "zh" ? 0 : 1], values);
}

/** The page's language, from `<html lang>`. */
export const language: Language =
  typeof document !== "undefined" && document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "zh";

/** A sentence in the page's language. */
export function t(word: Word, values?: Values): string {
  return wordIn(language, word, values);
}

export function isWord(word: string): word is Word {
  return Object.hasOwn(words, word);
}

/** The word for an open set of codes (`kind.depot`), or the code itself when the set has grown. */
export function tOr(prefix: string, code: string, fallback: string = code): string {
  const word = `${prefix}.${code}`;
  return isWord(word) ? t(word) : fallback;
}

/** The object's name in the page's language, the other language's where it is empty. */
export function nameOf(named: { name_zh: string; name_en: string }): string {
  return (language === "zh" ? named.name_zh || named.name_en : named.name_en || named.name_zh) || "";
}

/** How a plan's figures were come by, in the page's language. */
export function methodsOf(plan: {
  methods: Readonly<Record<string, string>>;
  methods_zh: Readonly<Record<string, string>>;
}): Readonly<Record<string, string>> {
  return language === "zh" ? { ...plan.methods, ...plan.methods_zh } : plan.methods;
}

/** Where the language switch leads: this address, asked for in the other language; the server keeps the choice. */
export function switchUrl(): string {
  const url = new URL(location.href);
  url.searchParams.set("lang", language === "zh" ? "en" : "zh");
  return url.pathname + url.search;
}

/** Take the choice out of the address once it is made, so that a sent link does not carry it. */
export function tidyAddress(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has("lang")) return;
  url.searchParams.delete("lang");
  history.replaceState(history.state, "", url);
}
