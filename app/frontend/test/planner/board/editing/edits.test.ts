import { expect, test } from "vitest";
import type { Edited, Figures, Offer, Violation } from "../../../../src/api/types.ts";
import { editedPlan, placed } from "../../../../src/planner/board/editing/apply-edit.ts";
import { editOf } from "../../../../src/planner/board/editing/drop.ts";
import { offersByTruck, priceText } from "../../../../src/planner/plan/offers.ts";
import { positionOf } from "../../../../src/planner/plan/stops.ts";
import { excessText, sourceOf } from "../../../../src/planner/plan/violations.ts";
import { Format } from "../../../../src/shared/format.ts";
import { draft, route, tasksOf } from "../../../factories.ts";

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
  expect([tasksOf(after, "A"), tasksOf(after, "B")]).toStrictEqual([
    ["t1", "t3"],
    ["t4", "t2", "t5"],
  ]);
  expect([tasksOf(PLAN, "A"), tasksOf(PLAN, "B")], "the plan before is untouched").toStrictEqual([
    ["t1", "t2", "t3"],
    ["t4", "t5"],
  ]);
});

test("a stop moved within its truck counts its position without itself", () => {
  const last = placed(PLAN, { kind: "move", task: "t1", vehicle: "A", position: 2 });
  expect(tasksOf(last, "A")).toStrictEqual(["t2", "t3", "t1"]);
  expect(last.routes[0]?.visits.at(-1)?.kind).toBe("depot");
  expect(positionOf(last.routes[0]!, "t1")).toBe(2);
});

test("a reversed route goes the other way between the same ends", () => {
  expect(tasksOf(placed(PLAN, { kind: "reverse", vehicle: "A" }), "A")).toStrictEqual(["t3", "t2", "t1"]);
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
  expect(after.routes.find((one) => one.vehicle.ref === "B")).toBe(PLAN.routes[1]);
  expect([tasksOf(after, "A"), tasksOf(after, "C"), after.revision, after.can_undo]).toStrictEqual([
    ["t1", "t3"],
    ["t2"],
    1,
    true,
  ]);
  expect(
    editedPlan(after, { ...edited, routes: [], dropped_routes: [3] }).routes.map((one) => one.vehicle.ref),
  ).toStrictEqual(["A", "B"]);
});

test("a drop on another truck takes the place whose price was shown", () => {
  const edit = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "B", beside: null, after: false }, offer());
  expect(edit).toStrictEqual({ kind: "move", task: "t1", vehicle: "B", position: 1 });
});

test("a drop without a price yet leaves the place to the server", () => {
  const edit = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "B", beside: null, after: false }, undefined);
  expect(edit).toStrictEqual({ kind: "move", task: "t1", vehicle: "B" });
});

test("a drop beside a stop goes before or after it", () => {
  const before = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "A", beside: "t3", after: false }, undefined);
  const after = editOf(PLAN, { task: "t1", from: "A" }, { vehicle: "A", beside: "t3", after: true }, undefined);
  expect([before?.position, after?.position]).toStrictEqual([1, 2]);
});

test("a drop where the stop is already changes nothing", () => {
  for (const drop of [
    { vehicle: "A", beside: null, after: false },
    { vehicle: "A", beside: "t2", after: true },
    { vehicle: "A", beside: "t1", after: true },
    { vehicle: "A", beside: "t3", after: false },
  ]) {
    expect(editOf(PLAN, { task: "t2", from: "A" }, drop, undefined)).toBe(null);
  }
});

test("a stop that is left out is brought in", () => {
  expect(editOf(PLAN, { task: "t9", from: null }, { vehicle: "B", beside: null, after: false }, offer())?.kind).toBe(
    "insert",
  );
});

test("a price is kilometres and minutes, with its sign", () => {
  expect(priceText(offer(), EN)).toBe("+6.2 km +14 min");
  expect(priceText(offer({ extra_m: -400, extra_s: 130 }), EN)).toBe("−0.4 km +2 min");
  expect(offersByTruck([offer()]).get("B")?.position).toBe(1);
});

test("too much is said as an amount, and whose rule it is", () => {
  expect(excessText(broken("R330", 120, "kg"), EN)).toMatch(/120 kg/);
  expect(excessText(broken("R312", 61, "s"), EN), "rounded up: a promise of one minute would not hold").toMatch(
    /2 min/,
  );
  expect(excessText(broken("R399", 0, ""), EN)).toBe("in the server's words");
  expect([sourceOf(broken("R330", 1, "kg")), sourceOf(broken("R312", 1, "s"))]).toStrictEqual(["law", "operator"]);
});
