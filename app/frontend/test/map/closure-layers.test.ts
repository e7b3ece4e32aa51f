import { expect, test } from "vitest";
import type { Closure } from "../../src/api/types.ts";
import { closureLines, inForceOn } from "../../src/map/closure-layers.ts";

const always: Closure = {
  id: "a",
  kind: "closed",
  shape: "road",
  at: [],
  both_directions: true,
  factor: null,
  limit_kph: null,
  from: null,
  to: null,
  note: "",
  lines: [
    [
      [110, 27],
      [110.1, 27],
    ],
    [
      [110.1, 27],
      [110.1, 27.1],
    ],
  ],
};
const day = new Date("2026-03-02T00:00:00+08:00");

function shown(from: string | null, to: string | null): boolean {
  return inForceOn([{ ...always, from, to }], day).length === 1;
}

test("a closure is shown on every day that it touches", () => {
  expect(shown(null, null)).toBeTruthy();
  expect(shown("2026-03-02T23:00:00+08:00", null)).toBeTruthy();
  expect(shown(null, "2026-03-02T01:00:00+08:00")).toBeTruthy();
  expect(shown("2026-03-03T00:00:00+08:00", null)).toBe(false);
  expect(shown(null, "2026-03-01T23:59:59+08:00")).toBe(false);
});

test("instants are compared, not their text", () => {
  expect(shown("2026-03-02T15:59:00+00:00", null)).toBeTruthy();
  expect(shown("2026-03-02T16:00:00+00:00", null)).toBe(false);
});

test("all lines of a closure are one thing on the map", () => {
  const [feature] = closureLines([always]).features;
  expect(feature?.geometry).toStrictEqual({ type: "MultiLineString", coordinates: always.lines });
  expect(feature?.properties?.kind).toBe("closed");
});
