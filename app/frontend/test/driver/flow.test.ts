import { expect, test } from "vitest";
import { nextStop, statesOf, stepOf, typed, weight_kg } from "../../src/driver/flow.ts";
import type { ReportKind, StoredReport } from "../../src/driver/types.ts";
import { foldReports } from "../../src/shared/reports.ts";

let clock = 0;
function report(
  kind: ReportKind,
  visit: number,
  state: StoredReport["state"] = "kept",
  at_ms = ++clock * 1000,
): StoredReport {
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
  expect((["todo", "arrived", "done", "failed"] as const).map((status) => stepOf(stop, status))).toStrictEqual([
    "arrive",
    "weigh",
    "none",
    "none",
  ]);
});

test("rests, unloading and the depot go by the same flow with their own words", () => {
  expect(stepOf({ kind: "rest", departure_s: 1 }, "todo")).toBe("rest");
  expect(stepOf({ kind: "rest", departure_s: 1 }, "arrived")).toBe("resume");
  expect(stepOf({ kind: "unload", departure_s: 1 }, "arrived")).toBe("unload");
  expect(stepOf({ kind: "depot", departure_s: 1 }, "todo")).toBe("leave");
  expect(stepOf({ kind: "depot", departure_s: null }, "todo")).toBe("return");
});

test("an undo takes back the report before it, not all of them", () => {
  expect(foldReports([report("arrived", 1), report("done", 1), report("undo", 1)]).get(1)?.status).toBe("arrived");
  expect(foldReports([report("arrived", 2), report("undo", 2), report("undo", 2)]).get(2)?.status).toBe("todo");
});

test("reports are folded by when they happened, not by when they came", () => {
  const late = report("arrived", 3, "kept", 1000);
  const early = report("done", 3, "kept", 2000);
  expect(foldReports([early, late]).get(3)?.status).toBe("done");
});

test("own unsent reports win over what the server last said; received ones leave it the word", () => {
  expect(statesOf([todo(4)], [report("done", 4)]).get(4)?.status).toBe("done");
  expect(statesOf([todo(5)], [report("done", 5, "received")]).get(5)?.status).toBe("todo");
});

test("an undo that is not yet sent is folded with what was received before it", () => {
  const states = statesOf(
    [{ id: 6, status: "done", reason: null }],
    [report("arrived", 6, "received"), report("done", 6, "received"), report("undo", 6)],
  );
  expect(states.get(6)?.status).toBe("arrived");
});

test("a refused report does not count", () => {
  expect(statesOf([todo(7)], [report("done", 7, "refused"), report("arrived", 7)]).get(7)?.status).toBe("arrived");
});

test("the next stop is the first that is neither done nor given up", () => {
  const visits = [todo(1), todo(2), todo(3)];
  const states = statesOf(visits, [report("done", 1), report("failed", 2)]);
  expect(nextStop(visits, states)?.id).toBe(3);
  expect(nextStop([todo(1)], statesOf([todo(1)], [report("done", 1)]))).toBe(null);
});

test("the keypad takes at most five digits and one decimal", () => {
  const type = (keys: string): string => [...keys].reduce((text, key) => typed(text, key === "<" ? "back" : key), "");
  expect(type("82.55")).toBe("82.5");
  expect(type("123456")).toBe("12345");
  expect(type(".5")).toBe("0.5");
  expect(type("1..2")).toBe("1.2");
  expect(type("07")).toBe("7");
  expect(type("12<")).toBe("1");
});

test("an empty or zero weight is no weight", () => {
  expect(weight_kg("")).toBe(null);
  expect(weight_kg("0")).toBe(null);
  expect(weight_kg("82.5")).toBe(82.5);
});
