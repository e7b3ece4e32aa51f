import { expect, test } from "vitest";
import { changedBy, newId, nextBatch, wait_ms } from "../../src/driver/queue.ts";
import type { StoredReport } from "../../src/driver/types.ts";

function report(id: string, at: string, more: Partial<StoredReport> = {}): StoredReport {
  return {
    id,
    token: "t",
    visit: 1,
    kind: "arrived",
    reason: null,
    kg: null,
    at,
    state: "kept",
    received_at: null,
    faults: [],
    ...more,
  };
}

const A = report("a", "2026-03-02T01:00:00.000Z");
const B = report("b", "2026-03-02T01:05:00.000Z");
const FAULT = { code: "A414", cause: "Visit 9 is not on this route.", action: "Reload the day." };

test("a batch holds what is kept, in the order it happened, with the server's fields only", () => {
  const batch = nextBatch([B, A, report("c", A.at, { state: "received" })]);
  expect(batch.map((one) => one.id)).toStrictEqual(["a", "b"]);
  expect(Object.keys(batch[0] ?? {}).sort()).toStrictEqual(["at", "id", "kg", "kind", "reason", "visit"]);
});

test("reports of the same moment keep the order in which they were written", () => {
  expect(nextBatch([report("x", A.at), report("y", A.at)]).map((one) => one.id)).toStrictEqual(["x", "y"]);
});

test("a batch is never longer than allowed", () => {
  expect(
    nextBatch(
      Array.from({ length: 9 }, (_, k) => report(String(k), A.at)),
      4,
    ).length,
  ).toBe(4);
});

test("a report stays kept until the answer names it", () => {
  const changed = changedBy([A, B], { received: ["a"], refused: [], visits: [] }, "2026-03-02T01:06:00Z");
  expect(changed.map((one) => [one.id, one.state, one.received_at])).toStrictEqual([
    ["a", "received", "2026-03-02T01:06:00Z"],
  ]);
});

test("a refused report says why and is not sent again", () => {
  const changed = changedBy([A], { received: [], refused: [{ id: "a", faults: [FAULT] }], visits: [] }, "now");
  expect(changed[0]?.state).toBe("refused");
  expect(changed[0]?.faults).toStrictEqual([FAULT]);
  expect(nextBatch(changed)).toStrictEqual([]);
});

test("an answer that comes twice changes nothing more", () => {
  const once = changedBy([A], { received: ["a"], refused: [], visits: [] }, "now");
  expect(changedBy(once, { received: ["a"], refused: [], visits: [] }, "later")).toStrictEqual([]);
});

test("waits double to a minute and start at nothing", () => {
  expect([0, 1, 2, 3, 10].map(wait_ms)).toStrictEqual([0, 3000, 6000, 12_000, 60_000]);
});

test("ids fit the server's limit and differ", () => {
  const ids = new Set(Array.from({ length: 100 }, () => newId((bytes) => crypto.getRandomValues(bytes))));
  expect(ids.size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});
