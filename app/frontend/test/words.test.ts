import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../src/shared/language.ts";
import { words } from "../src/shared/words.ts";

const FORBIDDEN = /\b(task|job|node|penalt(y|ies)|incumbent|infeasible|invalid)\b/i;
const entries = Object.entries(words);

test("no sentence is empty in either language", () => {
  for (const [word, [zh, en]] of entries) {
    assert.ok(zh.trim(), word);
    assert.ok(en.trim(), word);
  }
});

test("both languages use the same values", () => {
  const named = (text: string): string[] =>
    [...new Set([...text.matchAll(/\{(\w+)[}|]/g)].map((match) => match[1] ?? ""))].sort();
  for (const [word, [zh, en]] of entries) {
    // English needs the number where Chinese has no plural: it may use more, never another name.
    const [inZh, inEn] = [named(zh), named(en)];
    for (const name of inZh) assert.ok(inEn.includes(name), `${word}: {${name}} only in Chinese`);
    for (const name of inEn)
      assert.ok(inZh.includes(name) || en.includes(`{${name}|`), `${word}: {${name}} only in English`);
  }
});

test("users are never shown the words of the solver", () => {
  for (const [word, [, en]] of entries) assert.doesNotMatch(en, FORBIDDEN, word);
});

test("English sentences hold no Chinese but names, Chinese ones no English sentence", () => {
  const names = new Set(["nav.otherLanguage", "navigation.amap", "navigation.baidu", "navigation.tencent"]);
  for (const [word, [zh, en]] of entries) {
    if (names.has(word)) continue;
    assert.doesNotMatch(en, /\p{Script=Han}/u, word);
    assert.doesNotMatch(zh.replace(/huiliu [a-z ]+|WebGL|CO₂/g, ""), /[a-z]{3,} [a-z]{2,}/i, word);
  }
});

test("plurals follow the number", () => {
  assert.equal(fill("{n} {n|stop|stops}", { n: 1 }), "1 stop");
  assert.equal(fill("{n} {n|stop|stops}", { n: 0 }), "0 stops");
  assert.equal(fill("{n} {n|stop|stops}", { n: "1,200" }), "1,200 stops");
});

test("a missing value is an error", () => {
  assert.throws(() => fill("{n} stops"), /\{n\}/);
});
