import { expect, test } from "vitest";
import { routeColour, routeStroke } from "../../src/shared/colours.ts";

test("thirty routes differ by colour or by line", () => {
  for (const theme of ["light", "dark"] as const) {
    const looks = Array.from({ length: 30 }, (_, k) => `${routeColour(k + 1, theme)} ${routeStroke(k + 1)}`);
    expect(new Set(looks).size).toBe(30);
  }
});

test("lines are solid to 10, dashed to 20, double to 30", () => {
  expect([1, 10, 11, 20, 21, 30].map(routeStroke)).toStrictEqual([
    "solid",
    "solid",
    "dashed",
    "dashed",
    "double",
    "double",
  ]);
});

test("no route is blue, which is the interface's", () => {
  for (const theme of ["light", "dark"] as const) {
    for (let k = 1; k <= 10; k++)
      expect(routeColour(k, theme).toLowerCase()).not.toBe(theme === "light" ? "#0b57a4" : "#8fc1ff");
  }
});
