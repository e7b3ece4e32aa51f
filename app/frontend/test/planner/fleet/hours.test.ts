import { expect, test } from "vitest";
import type { DayOff } from "../../../src/api/types.ts";
import { daysOffAhead, readHours, weekdaysText } from "../../../src/planner/fleet/hours.ts";

test("days in a row are told as a span", () => {
  expect(weekdaysText([0, 1, 2, 3, 4])).toBe("星期一–星期五");
  expect(weekdaysText([0, 1, 2, 4, 6])).toBe("星期一–星期三、星期五、星期日");
  expect(weekdaysText([0, 1])).toBe("星期一、星期二");
  expect(weekdaysText([0, 1, 2, 3, 4, 5, 6])).toBe("每天");
});

test("hours are one span within a day, or none", () => {
  expect(readHours("8:00-17:00")).toStrictEqual([28_800, 61_200]);
  expect(readHours("  ")).toBe(null);
  for (const bad of ["22:00-06:00", "08:00-12:00;13:00-17:00", "08:00-08:00", "morning"])
    expect(readHours(bad), bad).toBe(undefined);
});

test("days off are the driver's own, from today on, the next first", () => {
  const day = (driver: string | null, first: string, last = first): DayOff => ({
    id: 1,
    centre: null,
    vehicle: null,
    driver,
    first,
    last,
    weekday: null,
    note: "",
  });
  const days = [
    day("D-1", "2026-03-09"),
    day("D-1", "2026-02-27", "2026-03-02"),
    day("D-1", "2026-03-01"),
    day("D-2", "2026-03-05"),
    day(null, "2026-03-05"),
  ];
  expect(daysOffAhead(days, "D-1", "2026-03-02").map((one) => one.first)).toStrictEqual(["2026-02-27", "2026-03-09"]);
});
