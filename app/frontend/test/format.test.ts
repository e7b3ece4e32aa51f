import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, dateAt, Format, isoDate, secondsAfter, startOfDay_s } from "../src/shared/format.ts";

const zh = new Format("zh");
const en = new Format("en");

test("mass is in kg to 9,999, then in tonnes", () => {
  assert.equal(en.mass(82), "82 kg");
  assert.equal(en.mass(9999), "9,999 kg");
  assert.equal(en.mass(9999.6), "10.0 t");
  assert.equal(en.mass(12_430), "12.4 t");
});

test("money has its sign before it, and tenths only when small", () => {
  assert.equal(zh.money(4310), "¥4,310");
  assert.equal(zh.money(38.25), "¥38.3");
  assert.equal(en.money(10, "EUR"), "10.0 EUR");
});

test("dates are short, and name another year", () => {
  assert.equal(zh.date("2026-11-22", "2026-01-01"), "11月22日");
  assert.equal(en.date("2026-11-22", "2026-01-01"), "22 Nov");
  assert.equal(en.date("2025-03-02", "2026-01-01"), "2 Mar 2025");
  assert.equal(zh.date("2025-03-02", "2026-01-01"), "2025年3月2日");
});

test("durations change from minutes to hours at an hour", () => {
  assert.equal(en.duration(59 * 60), "59 min");
  assert.equal(en.duration(3900), "1 h 05");
  assert.equal(zh.duration(3900), "1 小时 05 分");
});

test("the clock is the plan's own, whatever the reader's time zone", () => {
  assert.equal(clock("2026-03-02T00:00:00+08:00", 9 * 3600 + 120), "09:02");
  assert.equal(clock("2026-03-02T08:00:00+08:00", 3600), "09:00");
  assert.equal(clock("2026-03-02T00:00:00+08:00", 25 * 3600), "01:00+1");
  assert.equal(clock("2026-03-02T00:00:00+08:00", -60), "23:59-1");
});

test("seconds after the start respect its offset", () => {
  assert.equal(secondsAfter("2026-03-02T00:00:00+08:00", new Date("2026-03-01T17:00:00Z")), 3600);
});

test("a start that is not midnight is counted from midnight", () => {
  assert.equal(startOfDay_s("2026-03-02T08:30:15+08:00"), 8 * 3600 + 30 * 60 + 15);
  assert.equal(startOfDay_s("2026-03-02"), 0);
});

test("the calendar day is the local one", () => {
  assert.equal(isoDate(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("the date is that of the organisation's clock, wherever the reader is", () => {
  const at = new Date("2026-11-25T21:03:00Z");
  assert.equal(dateAt(480, at), "2026-11-26");
  assert.equal(dateAt(-300, at), "2026-11-25");
});
