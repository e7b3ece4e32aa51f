import { expect, test } from "vitest";
import { calledIn, inHand, namesFrom } from "../../src/driver/new-version.ts";
import type { Day, DriverVisit } from "../../src/driver/types.ts";
import { stop } from "../factories.ts";

function day(plan: string, ids: readonly number[], notice: Partial<Day["notice"]> | null): Day {
  const visits = ids.map((id): DriverVisit => ({ ...stop(id), navigation: null }));
  return {
    plan: { id: plan, version: 1, status: "published", published_at: null, synthetic: true },
    route: { visits },
    notice,
  } as unknown as Day;
}

test("a stop is in hand from arriving until it is done", () => {
  const visits = [stop(1), stop(2)];
  expect(
    inHand(
      visits,
      new Map([
        [1, { status: "done", reason: null }],
        [2, { status: "todo", reason: null }],
      ]),
    ),
  ).toBe(false);
  expect(inHand(visits, new Map([[2, { status: "arrived", reason: null }]]))).toBe(true);
});

test("a stop that went to another truck keeps the name that the phone knew", () => {
  const fresh = namesFrom(
    day("old", [1, 2], null),
    day("new", [1, 3], { removed: [{ task: "t2", request: "R-2", vehicle: "B" }] }),
  );
  expect(calledIn(fresh, { task: "t2", request: "R-2" })).toBe("stop 2");
  expect(calledIn(fresh, { task: "t3", request: "R-3" })).toBe("stop 3");
  expect(calledIn(fresh, { task: "t9", request: "R-9" }), "a phone that never had the old day").toBe("R-9");
});
