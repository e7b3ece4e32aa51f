import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStop, statesOf, stepOf, typed, weight_kg } from "../src/driver/flow.ts";
import type { KeptReport, ReportKind } from "../src/driver/types.ts";
import { foldReports } from "../src/shared/reports.ts";

let clock = 0;
function report(
  kind: ReportKind,
  visit: number,
  state: KeptReport["state"] = "kept",
  at_ms = ++clock * 1000,
): KeptReport {
  return {
    id: `${kind}-${visit}-${clock}`,
    token: "t",
    visit,
    kind,
    reason: kind === "failed" ? "nobody" : null,
    kg: null,
    at: new Date(at_ms).toISOString(),
    state,
    received_at: null,
    faults: [],
  };
}
const todo = (id: number) => ({ id, status: "todo" as const, reason: null });

test("the main button goes from arrival to weighing to the next stop", () => {
  const stop = { kind: "collect" as const, departure_s: 100 };
  assert.deepEqual(
    (["todo", "arrived", "done", "failed"] as const).map((status) => stepOf(stop, status)),
    ["arrive", "weigh", "none", "none"],
  );
});

test("rests, unloading and the depot go by the same flow with their own words", () => {
  assert.equal(stepOf({ kind: "rest", departure_s: 1 }, "todo"), "rest");
  assert.equal(stepOf({ kind: "rest", departure_s: 1 }, "arrived"), "resume");
  assert.equal(stepOf({ kind: "unload", departure_s: 1 }, "arrived"), "unload");
  assert.equal(stepOf({ kind: "depot", departure_s: 1 }, "todo"), "leave");
  assert.equal(stepOf({ kind: "depot", departure_s: null }, "todo"), "return");
});

test("an undo takes back the report before it, not all of them", () => {
  assert.equal(foldReports([report("arrived", 1), report("done", 1), report("undo", 1)]).get(1)?.status, "arrived");
  assert.equal(foldReports([report("arrived", 2), report("undo", 2), report("undo", 2)]).get(2)?.status, "todo");
});

test("reports are folded by when they happened, not by when they came", () => {
  const late = report("arrived", 3, "kept", 1000);
  const early = report("done", 3, "kept", 2000);
  assert.equal(foldReports([early, late]).get(3)?.status, "done");
});

test("own unsent reports win over what the server last said; received ones leave it the word", () => {
  assert.equal(statesOf([todo(4)], [report("done", 4)]).get(4)?.status, "done");
  assert.equal(statesOf([todo(5)], [report("done", 5, "received")]).get(5)?.status, "todo");
});

test("an undo that is not yet sent is folded with what was received before it", () => {
  const states = statesOf(
    [{ id: 6, status: "done", reason: null }],
    [report("arrived", 6, "received"), report("done", 6, "received"), report("undo", 6)],
  );
  assert.equal(states.get(6)?.status, "arrived");
});

test("a refused report does not count", () => {
  assert.equal(statesOf([todo(7)], [report("done", 7, "refused"), report("arrived", 7)]).get(7)?.status, "arrived");
});

test("the next stop is the first that is neither done nor given up", () => {
  const visits = [todo(1), todo(2), todo(3)];
  const states = statesOf(visits, [report("done", 1), report("failed", 2)]);
  assert.equal(nextStop(visits, states)?.id, 3);
  assert.equal(nextStop([todo(1)], statesOf([todo(1)], [report("done", 1)])), null);
});

test("the keypad takes at most five digits and one decimal", () => {
  const type = (keys: string): string => [...keys].reduce((text, key) => typed(text, key === "<" ? "back" : key), "");
  assert.equal(type("82.55"), "82.5");
  assert.equal(type("123456"), "12345");
  assert.equal(type(".5"), "0.5");
  assert.equal(type("1..2"), "1.2");
  assert.equal(type("07"), "7");
  assert.equal(type("12<"), "1");
});

test("an empty or zero weight is no weight", () => {
  assert.equal(weight_kg(""), null);
  assert.equal(weight_kg("0"), null);
  assert.equal(weight_kg("82.5"), 82.5);
});
