import { expect, test } from "vitest";
import { clock, dateAt, Format, isoDate, secondsAfter, startOfDay_s } from "../../src/shared/format.ts";

const zh = new Format("zh");
const en = new Format("en");

test("mass is in kg to 9,999, then in tonnes", () => {
  expect(en.mass(82)).toBe("82 kg");
  expect(en.mass(9999)).toBe("9,999 kg");
  expect(en.mass(9999.6)).toBe("10.0 t");
  expect(en.mass(12_430)).toBe("12.4 t");
});

test("money has its sign before it, and tenths only when small", () => {
  expect(zh.money(4310)).toBe("¥4,310");
  expect(zh.money(38.25)).toBe("¥38.3");
  expect(en.money(10, "EUR")).toBe("10.0 EUR");
});

test("dates are short, and name another year", () => {
  expect(zh.date("2026-11-22", "2026-01-01")).toBe("11月22日");
  expect(en.date("2026-11-22", "2026-01-01")).toBe("22 Nov");
  expect(en.date("2025-03-02", "2026-01-01")).toBe("2 Mar 2025");
  expect(zh.date("2025-03-02", "2026-01-01")).toBe("2025年3月2日");
});

test("durations change from minutes to hours at an hour", () => {
  expect(en.duration(59 * 60)).toBe("59 min");
  expect(en.duration(3900)).toBe("1 h 05");
  expect(zh.duration(3900)).toBe("1 小时 05 分");
});

test("the clock is the plan's own, whatever the reader's time zone", () => {
  expect(clock("2026-03-02T00:00:00+08:00", 9 * 3600 + 120)).toBe("09:02");
  expect(clock("2026-03-02T08:00:00+08:00", 3600)).toBe("09:00");
  expect(clock("2026-03-02T00:00:00+08:00", 25 * 3600)).toBe("01:00+1");
  expect(clock("2026-03-02T00:00:00+08:00", -60)).toBe("23:59-1");
});

test("seconds after the start respect its offset", () => {
  expect(secondsAfter("2026-03-02T00:00:00+08:00", new Date("2026-03-01T17:00:00Z"))).toBe(3600);
});

test("a start that is not midnight is counted from midnight", () => {
  expect(startOfDay_s("2026-03-02T08:30:15+08:00")).toBe(8 * 3600 + 30 * 60 + 15);
  expect(startOfDay_s("2026-03-02")).toBe(0);
});

test("the calendar day is the local one", () => {
  expect(isoDate(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});

test("the date is that of the organisation's clock, wherever the reader is", () => {
  const at = new Date("2026-11-25T21:03:00Z");
  expect(dateAt(480, at)).toBe("2026-11-26");
  expect(dateAt(-300, at)).toBe("2026-11-25");
});
