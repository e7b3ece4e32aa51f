import { expect, test } from "vitest";
import { fill } from "../../src/shared/language.ts";
import { words } from "../../src/shared/words.ts";

const FORBIDDEN = /\b(task|job|node|penalt(y|ies)|incumbent|infeasible|invalid)\b/i;
const entries = Object.entries(words);

test("no sentence is empty in either language", () => {
  for (const [word, [zh, en]] of entries) {
    expect(zh.trim(), word).toBeTruthy();
    expect(en.trim(), word).toBeTruthy();
  }
});

test("both languages use the same values", () => {
  const named = (text: string): string[] =>
    [...new Set([...text.matchAll(/\{(\w+)[}|]/g)].map((match) => match[1] ?? ""))].sort();
  for (const [word, [zh, en]] of entries) {
    // English needs the number where Chinese has no plural: it may use more, never another name.
    const [inZh, inEn] = [named(zh), named(en)];
    for (const name of inZh) expect(inEn.includes(name), `${word}: {${name}} only in Chinese`).toBeTruthy();
    for (const name of inEn)
      expect(inZh.includes(name) || en.includes(`{${name}|`), `${word}: {${name}} only in English`).toBeTruthy();
  }
});

test("users are never shown the words of the solver", () => {
  for (const [word, [, en]] of entries) expect(en, word).not.toMatch(FORBIDDEN);
});

test("English sentences hold no Chinese but names, Chinese ones no English sentence", () => {
  const names = new Set(["nav.otherLanguage", "navigation.amap", "navigation.baidu", "navigation.tencent"]);
  for (const [word, [zh, en]] of entries) {
    if (names.has(word)) continue;
    expect(en, word).not.toMatch(/\p{Script=Han}/u);
    expect(zh.replace(/huiliu [a-z ]+|WebGL|CO₂/g, ""), word).not.toMatch(/[a-z]{3,} [a-z]{2,}/i);
  }
});

test("plurals follow the number", () => {
  expect(fill("{n} {n|stop|stops}", { n: 1 })).toBe("1 stop");
  expect(fill("{n} {n|stop|stops}", { n: 0 })).toBe("0 stops");
  expect(fill("{n} {n|stop|stops}", { n: "1,200" })).toBe("1,200 stops");
});

test("a missing value is an error", () => {
  expect(() => fill("{n} stops")).toThrow(/\{n\}/);
});
