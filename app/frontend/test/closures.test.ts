import assert from "node:assert/strict";
import { test } from "node:test";
import type { Closure } from "../src/api/types.ts";
import { closureLines, inForceOn } from "../src/map/closure-layers.ts";

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
  assert.ok(shown(null, null));
  assert.ok(shown("2026-03-02T23:00:00+08:00", null));
  assert.ok(shown(null, "2026-03-02T01:00:00+08:00"));
  assert.ok(!shown("2026-03-03T00:00:00+08:00", null));
  assert.ok(!shown(null, "2026-03-01T23:59:59+08:00"));
});

test("instants are compared, not their text", () => {
  assert.ok(shown("2026-03-02T15:59:00+00:00", null));
  assert.ok(!shown("2026-03-02T16:00:00+00:00", null));
});

test("all lines of a closure are one thing on the map", () => {
  const [feature] = closureLines([always]).features;
  assert.deepEqual(feature?.geometry, { type: "MultiLineString", coordinates: always.lines });
  assert.equal(feature?.properties?.kind, "closed");
});
