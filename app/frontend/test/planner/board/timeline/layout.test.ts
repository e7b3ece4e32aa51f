import { expect, test } from "vitest";
import type { Route, Visit } from "../../../../src/api/types.ts";
import { axisOf, piecesOf, scaleTo, ticksOf } from "../../../../src/planner/board/timeline/layout.ts";
import { late_s } from "../../../../src/planner/plan/stops.ts";
import { route as emptyRoute, stop } from "../../../factories.ts";

const HOUR = 3600;

function visit(id: number, more: Partial<Visit>): Visit {
  return stop(id, { arrival_s: null, start_s: null, departure_s: null, ...more });
}

function route(visits: Visit[]): Route {
  return { ...emptyRoute(1, "v", []), shift: [8 * HOUR, 17 * HOUR], visits };
}

const DAY = route([
  visit(0, { kind: "depot", departure_s: 8 * HOUR }),
  visit(1, { arrival_s: 8.5 * HOUR, start_s: 9 * HOUR, departure_s: 9.25 * HOUR, window: [9 * HOUR, 12 * HOUR] }),
  visit(2, { kind: "rest", arrival_s: 10 * HOUR, departure_s: 10.5 * HOUR }),
  visit(3, { kind: "unload", arrival_s: 11 * HOUR, start_s: 11 * HOUR, departure_s: 11.25 * HOUR }),
  visit(4, { kind: "depot", arrival_s: 12.1 * HOUR }),
]);

test("a day is drive, wait, service, rest and unload without a gap", () => {
  const pieces = piecesOf(DAY);
  expect(pieces.map((piece) => piece.kind)).toStrictEqual([
    "drive",
    "wait",
    "service",
    "drive",
    "rest",
    "drive",
    "unload",
    "drive",
  ]);
  for (let k = 1; k < pieces.length; k++) expect(pieces[k]?.from_s).toBe(pieces[k - 1]?.to_s);
  expect(pieces[0]?.from_s).toBe(8 * HOUR);
  expect(pieces.at(-1)?.to_s).toBe(12.1 * HOUR);
});

test("waiting belongs to the stop that is waited at", () => {
  expect(piecesOf(DAY)[1]?.visit?.id).toBe(1);
});

test("two stops at one place have no driving between them", () => {
  const pieces = piecesOf(
    route([
      visit(1, { arrival_s: 100, start_s: 100, departure_s: 200 }),
      visit(2, { arrival_s: 200, start_s: 200, departure_s: 300 }),
    ]),
  );
  expect(pieces.map((piece) => piece.kind)).toStrictEqual(["service", "service"]);
});

test("the axis takes whole hours around the day", () => {
  expect(axisOf([DAY])).toStrictEqual([8 * HOUR, 13 * HOUR]);
});

test("the axis is in whole hours of the clock when the plan starts between them", () => {
  const [from_s, to_s] = axisOf([DAY], 1800);
  expect((from_s + 1800) % HOUR).toBe(0);
  expect((to_s + 1800) % HOUR).toBe(0);
});

test("without routes the axis shows a working day", () => {
  expect(axisOf([])).toStrictEqual([8 * HOUR, 18 * HOUR]);
});

test("ticks thin out until their labels have room", () => {
  expect(ticksOf([8 * HOUR, 18 * HOUR], 1000).length).toBe(11);
  expect(ticksOf([8 * HOUR, 18 * HOUR], 250).map((at) => at / HOUR)).toStrictEqual([8, 10, 12, 14, 16, 18]);
});

test("the scale puts the ends of the axis at the ends of the picture", () => {
  const x = scaleTo([8 * HOUR, 18 * HOUR], 500);
  expect(x(8 * HOUR)).toBe(0);
  expect(x(18 * HOUR)).toBe(500);
});

test("late is counted from the close of the last window", () => {
  expect(
    late_s(
      visit(1, {
        start_s: 100,
        windows: [
          [0, 40],
          [60, 90],
        ],
      }),
    ),
  ).toBe(10);
  expect(late_s(visit(1, { start_s: 90, windows: [[60, 90]] }))).toBe(0);
  expect(late_s(visit(1, { start_s: 100, window: [0, 70] }))).toBe(30);
  expect(late_s(visit(1, { start_s: 100, windows: [], window: null }))).toBe(0);
});
