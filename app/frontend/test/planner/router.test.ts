// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { createRouter, pageOf } from "../../src/planner/router.ts";

test("every path names one page", () => {
  expect(pageOf("/")).toStrictEqual({ name: "today" });
  expect(pageOf("/plans/p-1")).toStrictEqual({ name: "plan", id: "p-1" });
  expect(pageOf("/plans/p-1/compare")).toStrictEqual({ name: "compare", id: "p-1" });
  expect(pageOf("/coverage/s1")).toStrictEqual({ name: "study", id: "s1" });
  expect(pageOf("/network/drivers/import")).toStrictEqual({ name: "importDrivers" });
  expect(pageOf("/toString")).toStrictEqual({ name: "unknown" });
  expect(pageOf("/elsewhere")).toStrictEqual({ name: "unknown" });
});

test("a selection replaces the address, a page is added to the history", () => {
  const router = createRouter();
  const before = history.length;
  router.setParams({ route: "2", stop: null });
  expect(router.param("route")).toBe("2");
  expect(history.length).toBe(before);
  router.go("/requests?date=2026-03-02");
  expect(router.page.value).toStrictEqual({ name: "requests" });
  expect(router.param("route")).toBe(null);
  expect(history.length).toBe(before + 1);
});
