import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecurringRequest } from "../src/api/types.ts";
import {
  nextDate,
  type Repeat,
  repeatFault,
  resumed,
  standingRefOf,
  stopped,
  turnOf,
  weekdayOf,
} from "../src/planner/requests/recurrence.ts";

const [MONDAY, TUESDAY, THURSDAY] = [0, 1, 3];
/** From Wednesday 4 March 2026 on. */
const weekly: Repeat = { weekdays: [TUESDAY, THURSDAY], every_weeks: 1, first: "2026-03-04", last: null };
const standing: RecurringRequest = {
  ...weekly,
  ref: "S-1",
  centre: "C-1",
  site: null,
  name: "超市",
  lon: 110,
  lat: 27.5,
  address: "",
  windows: [],
  priority: 50,
  mandatory: false,
  note: "",
  items: [],
};

test("weekdays count from Monday", () => {
  assert.equal(weekdayOf("2026-03-02"), MONDAY);
  assert.equal(weekdayOf("2026-03-01"), 6);
});

test("the next day is the first of its weekdays from the day asked on, not before it begins", () => {
  assert.equal(nextDate(weekly, "2026-01-01"), "2026-03-05");
  assert.equal(nextDate(weekly, "2026-03-05"), "2026-03-05");
  assert.equal(nextDate(weekly, "2026-03-06"), "2026-03-10");
});

test("weeks are counted from the one that holds its first day, whatever its weekday", () => {
  const second = { ...weekly, weekdays: [MONDAY], every_weeks: 2 };
  assert.equal(nextDate(second, "2026-03-04"), "2026-03-16"); // Monday the 2nd lay before it began
  assert.equal(nextDate({ ...second, every_weeks: 52 }, "2026-03-05"), "2027-03-01");
});

test("after its last day there is no next", () => {
  assert.equal(nextDate({ ...weekly, last: "2026-03-10" }, "2026-03-10"), "2026-03-10");
  assert.equal(nextDate({ ...weekly, last: "2026-03-10" }, "2026-03-11"), null);
});

test("what cannot be saved is told by its field", () => {
  assert.equal(repeatFault(weekly), null);
  assert.deepEqual(repeatFault({ ...weekly, weekdays: [] }), { field: "weekdays", word: "standing.noWeekday" });
  assert.deepEqual(repeatFault({ ...weekly, last: "2026-03-03" }), { field: "last", word: "standing.endsBefore" });
  assert.deepEqual(repeatFault({ ...weekly, last: "2026-03-04" }), { field: "last", word: "standing.never" });
});

test("one that runs is stopped, one that has ended taken up again, one that has not begun neither", () => {
  assert.equal(turnOf(standing, "2026-03-03"), null);
  assert.equal(turnOf(standing, "2026-03-05"), "stop");
  const ended = stopped(standing, "2026-03-05");
  assert.equal(ended.last, "2026-03-05");
  assert.equal(turnOf(ended, "2026-03-05"), "resume");
  assert.equal(turnOf({ ...standing, last: "2026-03-31" }, "2026-03-05"), "stop");
});

test("taken up again it keeps its own weeks and makes up for no day in between", () => {
  const ended = stopped({ ...standing, weekdays: [TUESDAY], every_weeks: 2, first: "2026-03-03" }, "2026-03-05");
  const again = resumed(ended, "2026-03-20");
  assert.deepEqual([again.first, again.last], ["2026-03-31", null]);
  assert.equal(nextDate(again, "2026-03-05"), "2026-03-31");
});

test("a day's request tells by its reference which one it came from", () => {
  assert.equal(standingRefOf("S-1@2026-03-05"), "S-1");
  assert.equal(standingRefOf("a@b@2026-03-05"), "a@b");
  assert.equal(standingRefOf("R-1"), null);
  assert.equal(standingRefOf("@2026-03-05"), null);
});
