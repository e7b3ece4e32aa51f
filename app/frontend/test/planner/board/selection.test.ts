import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import type { Plan } from "../../../src/api/types.ts";
import { createSelection, type Selection } from "../../../src/planner/board/selection.ts";
import type { Router } from "../../../src/planner/router.ts";
import { draft, route } from "../../factories.ts";

/** A router without a browser: its query string is a signal. */
function fakeRouter(): Router {
  const address = signal(new URL("http://host/plans/p"));
  return {
    address,
    page: signal({ name: "plan", id: "p" }),
    go: () => undefined,
    follow: () => undefined,
    param: (name) => address.value.searchParams.get(name),
    setParams: (values) => {
      const next = new URL(address.value);
      for (const [name, value] of Object.entries(values)) {
        if (value === null) next.searchParams.delete(name);
        else next.searchParams.set(name, value);
      }
      address.value = next;
    },
  };
}

let board: Selection;
beforeEach(() => {
  board = createSelection(fakeRouter(), signal<Plan | null>(draft([route(2, "b", [3, 4]), route(1, "a", [1, 2])])));
});

test("arrow keys step through the stops of a route and stay at its ends", () => {
  board.stepStop(1);
  expect(board.selectedVisit.value?.task).toBe("t1");
  board.stepStop(1);
  board.stepStop(1);
  expect(board.selectedVisit.value?.task).toBe("t2");
  board.stepStop(-1);
  expect(board.selectedVisit.value?.task).toBe("t1");
});

test("brackets step through the routes by number, wrapping around", () => {
  board.stepRoute(-1);
  expect(board.selectedRoute.value?.number).toBe(2);
  board.stepRoute(1);
  expect(board.selectedRoute.value?.number).toBe(1);
});

test("selecting a route leaves the list of what is unassigned", () => {
  board.showTab("out");
  board.select(1);
  expect(board.tab.value).toBe("routes");
});

test("hovering wins over the selection, and only until it ends", () => {
  board.select(1);
  board.hovered.value = { route: 2, visit: null };
  expect(board.lifted.value).toBe(2);
  board.hovered.value = null;
  expect(board.lifted.value).toBe(1);
});

test("hidden routes are kept in the address, in order", () => {
  board.toggleHidden(2);
  board.toggleHidden(1);
  expect([...board.hiddenRoutes.value]).toStrictEqual([1, 2]);
  board.toggleHidden(2);
  expect([...board.hiddenRoutes.value]).toStrictEqual([1]);
});
