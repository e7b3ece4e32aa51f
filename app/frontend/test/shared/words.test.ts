import { parse, type TextElement, Visitor } from "@fluent/syntax";
import { expect, test } from "vitest";
import { messagesOf, textOf, wordNames } from "../../build/words.ts";
import { Words } from "../../src/shared/fluent.ts";

const FORBIDDEN = /\b(task|job|node|penalt(y|ies)|incumbent|infeasible|invalid)\b/i;
const NAMES = new Set(["nav-otherLanguage", "navigation-amap", "navigation-baidu", "navigation-tencent"]);

class Literals extends Visitor {
  text = "";

  override visitTextElement(node: TextElement): void {
    this.text += node.value;
  }
}

/** The literal text of each word of the pages, without its variables. */
function literals(language: "zh" | "en"): [name: string, text: string][] {
  const names = new Set(wordNames());
  return [...messagesOf(language)]
    .filter(([name]) => names.has(name))
    .map(([name, message]) => {
      const found = new Literals();
      if (message.value) found.visit(message.value);
      return [name, found.text];
    });
}

test("the languages have the same words with the same values", () => {
  expect(wordNames().length).toBeGreaterThan(1000);
});

test("users are never shown the words of the solver", () => {
  for (const [word, text] of literals("en")) expect(text, word).not.toMatch(FORBIDDEN);
});

test("English sentences hold no Chinese but names, Chinese ones no English sentence", () => {
  for (const [word, text] of literals("en")) if (!NAMES.has(word)) expect(text, word).not.toMatch(/\p{Script=Han}/u);
  for (const [word, text] of literals("zh"))
    if (!NAMES.has(word))
      expect(text.replace(/huiliu [a-z ]+|WebGL|CO₂/g, ""), word).not.toMatch(/[a-z]{3,} [a-z]{2,}/i);
});

test("both languages can be read in the browser", () => {
  for (const [language, locale] of [
    ["zh", "zh-CN"],
    ["en", "en"],
  ] as const) {
    const words = new Words(locale, textOf(language));
    expect(wordNames().filter((name) => !words.has(name))).toStrictEqual([]);
    expect(parse(textOf(language), {}).body.filter((entry) => entry.type === "Junk")).toStrictEqual([]);
  }
});

test("Chinese pages have cause and action of every error code", () => {
  const words = new Words("zh-CN", textOf("zh"));
  const codes = [...messagesOf("zh").keys()].filter((name) => /^[A-Z]\d{3}$/.test(name));
  expect(codes.length).toBeGreaterThan(300);
  for (const code of codes) {
    expect(words.format(code), code).toMatch(/\p{Script=Han}/u);
    expect(words.format(code, {}, "action"), code).toMatch(/\p{Script=Han}/u);
  }
});

const STOPS = new Words("en", "stops = { $n } { $n ->\n    [one] stop\n   *[other] stops\n}");

test("plurals follow the number, which is shown as it was written", () => {
  expect(STOPS.format("stops", { n: 1 })).toBe("1 stop");
  expect(STOPS.format("stops", { n: 0 })).toBe("0 stops");
  expect(STOPS.format("stops", { n: "1,200" })).toBe("1,200 stops");
  expect(STOPS.format("stops", { n: 12000 })).toBe("12000 stops");
});

test("a missing value is an error, and so is a missing word", () => {
  expect(() => STOPS.format("stops")).toThrow(/n/);
  expect(() => STOPS.format("trucks")).toThrow(/trucks/);
});
