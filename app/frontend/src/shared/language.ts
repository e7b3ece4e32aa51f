import type { Word } from "../generated/words.d.ts";
import { type Values, Words } from "./fluent.ts";

export type { Word } from "../generated/words.d.ts";
export type { Values } from "./fluent.ts";
export type Language = "zh" | "en";

/** The page's language, from `<html lang>`. */
export const language: Language =
  typeof document !== "undefined" && document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "zh";

const words = new Words(
  language,
  (await (language === "zh" ? import("virtual:words/zh") : import("virtual:words/en"))).default,
);

/** A sentence in the page's language. */
export function t(word: Word, values?: Values): string {
  return words.format(word, values);
}

export function isWord(word: string): word is Word {
  return words.has(word);
}

/** The word for an open set of codes (`kind-depot`), or the code itself when the set has grown. */
export function tOr(prefix: string, code: string, fallback: string = code): string {
  const word = wordFor(prefix, code);
  return isWord(word) ? t(word) : fallback;
}

/** The name of a word for a code that comes from the server. */
export function wordFor(prefix: string, code: string): string {
  return `${prefix}-${code.replace(/[^\w-]+/g, "-")}`;
}

/** What is wrong, in Chinese on a Chinese page; else the server's own words, which name the offending value. */
export function causeText(code: string, cause: string): string {
  return language === "zh" && words.has(code) ? words.format(code) : cause;
}

/** What to do about it, likewise. */
export function actionText(code: string, action: string): string {
  return language === "zh" && words.has(code) ? words.format(code, {}, "action") : action;
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
