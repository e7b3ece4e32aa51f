import assert from "node:assert/strict";
import { test } from "node:test";
import type { Edited, Figures, Offer, Violation } from "../src/api/types.ts";
import { editedPlan, placed, positionOf } from "../src/planner/editing/apply-edit.ts";
import { editOf } from "../src/planner/editing/drop.ts";
import { excessText, offersByTruck, priceText, sourceOf } from "../src/planner/plan/offers-text.ts";
import { Format } from "../src/shared/format.ts";
import { draft, route, tasksOf } from "./factories.ts";

const PLAN = draft([route(1, "A", [1, 2, 3]), route(2, "B", [4, 5])]);
const EN = new Format("en");

function offer(more: Partial<Offer> = {}): Offer {
  return { vehicle: "B", position: 1, extra_cost: 12, extra_m: 6200, extra_s: 14 * 60, violations: [], ...more };
}

function broken(code: string, amount: number, unit: string): Violation {
  return { code, rule: "capacity", vehicle: "B", task: null, amount, unit, message: "in the server's words" };
}

test("a moved stop stands where it was put before the server has answered", () => {
  const after = placed(PLAN, { kind: "move", task: "t2", vehicle: "B", position: 1 });
  assert.deepEqual(
    [tasksOf(after, "A"), tasksOf(after, "B")],
    [
      ["t1", "t3"],
      ["t4", "t2", "t5"],
    ],
  );
  assert.deepEqual(
    [tasksOf(PLAN, "A"), tasksOf(PLAN, "B")],
    [
      ["t1", "t2", "t3"],
      ["t4", "t5"],
    ],
    "the plan before is untouched",
  );
});

test("a stop moved within its truck counts its position without itself", () => {
  const last = placed(PLAN, { kind: "move", task: "t1", vehicle: "A", position: 2 });
  assert.deepEqual(tasksOf(last, "A"), ["t2", "t3", "t1"]);
  assert.equal(last.routes[0]?.visits.at(-1)?.kind, "depot");
  assert.equal(positionOf(last.routes[0]!, "t1"), 2);
});

test("a reversed route goes the other way between the same ends", () => {
  assert.deepEqual(tasksOf(placed(PLAN, { kind: "reverse", vehicle: "A" }), "A"), ["t3", "t2", "t1"]);
});

test("the answer replaces the routes it names and leaves the others the same objects", () => {
  const figures = { cost: 7 } as Figures;
  const edited: Edited = {
    id: "p",
    revision: 1,
    can_undo: true,
    can_redo: false,
    figures,
    violations: [],
    locks: PLAN.locks,
    unassigned: [],
    routes: [route(1, "A", [1, 3]), route(3, "C", [2])],
    dropped_routes: [],
  };
  const after = editedPlan(PLAN, edited);
  assert.equal(
    after.routes.find((one) => one.vehicle.ref === "B"),
    PLAN.routes[1],
  );
  assert.deepEqual(
    [tasksOf(after, "A"), tasksOf(after, "C"), after.revision, after.can_undo],
    [["t1", "t3"], ["t2"], 1, true],
  );
  assert.deepEqual(
    editedPlan(after, { ...edited, routes: [], dropped_routes: [3] }).routes.map((one) => one.vehicle.ref),
    ["A", "B"],
  );
});

test("a drop on another truck takes the place whose price was shown", () => {
  const edit = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "B", beside: null, after: false }, offer());
  assert.deepEqual(edit, { kind: "move", task: "t1", vehicle: "B", position: 1 });
});

test("a drop without a price yet leaves the place to the server", () => {
  const edit = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "B", beside: null, after: false }, undefined);
  assert.deepEqual(edit, { kind: "move", task: "t1", vehicle: "B" });
});

test("a drop beside a stop goes before or after it", () => {
  const before = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "A", beside: "t3", after: false }, undefined);
  const after = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "A", beside: "t3", after: true }, undefined);
  assert.deepEqual([before?.position, after?.position], [1, 2]);
});

test("a drop where the stop is already changes nothing", () => {
  for (const drop of [
    { vehicle: "A", beside: null, after: false },
    { vehicle: "A", beside: "t2", after: true },
    { vehicle: "A", beside: "t1", after: true },
    { vehicle: "A", beside: "t3", after: false },
  ]) {
    assert.equal(editOf(PLAN, { task: "t2", from: "A" }, drop, undefined), null);
  }
});

test("a stop that is left out is brought in", () => {
  assert.equal(
    editOf(PLAN, { task: "t9", from: null }, { vehicle: "B", beside: null, after: false }, offer())?.kind,
    "insert",
  );
});

test("a price is kilometres and minutes, with its sign", () => {
  assert.equal(priceText(offer(), EN), "+6.2 km +14 min");
  assert.equal(priceText(offer({ extra_m: -400, extra_s: 130 }), EN), "−0.4 km +2 min");
  assert.equal(offersByTruck([offer()]).get("B")?.position, 1);
});

test("too much is said as an amount, and whose rule it is", () => {
  assert.match(excessText(broken("R330", 120, "kg"), EN), /120 kg/);
  assert.match(excessText(broken("R312", 61, "s"), EN), /2 min/, "rounded up: a promise of one minute would not hold");
  assert.equal(excessText(broken("R399", 0, ""), EN), "in the server's words");
  assert.deepEqual([sourceOf(broken("R330", 1, "kg")), sourceOf(broken("R312", 1, "s"))], ["law", "operator"]);
});
