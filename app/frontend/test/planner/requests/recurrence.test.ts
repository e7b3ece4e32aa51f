import { expect, test } from "vitest";
import type { RecurringRequest } from "../../../src/api/types.ts";
import {
  nextDate,
  type Repeat,
  recurringRefOf,
  repeatFault,
  resumed,
  stopped,
  turnOf,
  weekdayOf,
} from "../../../src/planner/requests/recurrence.ts";

const [MONDAY, TUESDAY, THURSDAY] = [0, 1, 3];
/** From Wednesday 4 March 2026 on. */
const weekly: Repeat = { weekdays: [TUESDAY, THURSDAY], every_weeks: 1, first: "2026-03-04", last: null };
const recurring: RecurringRequest = {
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
  expect(weekdayOf("2026-03-02")).toBe(MONDAY);
  expect(weekdayOf("2026-03-01")).toBe(6);
});

test("the next day is the first of its weekdays from the day asked on, not before it begins", () => {
  expect(nextDate(weekly, "2026-01-01")).toBe("2026-03-05");
  expect(nextDate(weekly, "2026-03-05")).toBe("2026-03-05");
  expect(nextDate(weekly, "2026-03-06")).toBe("2026-03-10");
});

test("weeks are counted from the one that holds its first day, whatever its weekday", () => {
  const second = { ...weekly, weekdays: [MONDAY], every_weeks: 2 };
  expect(nextDate(second, "2026-03-04")).toBe("2026-03-16"); // Monday the 2nd lay before it began
  expect(nextDate({ ...second, every_weeks: 52 }, "2026-03-05")).toBe("2027-03-01");
});

test("after its last day there is no next", () => {
  expect(nextDate({ ...weekly, last: "2026-03-10" }, "2026-03-10")).toBe("2026-03-10");
  expect(nextDate({ ...weekly, last: "2026-03-10" }, "2026-03-11")).toBe(null);
});

test("what cannot be saved is told by its field", () => {
  expect(repeatFault(weekly)).toBe(null);
  expect(repeatFault({ ...weekly, weekdays: [] })).toStrictEqual({ field: "weekdays", word: "standing-noWeekday" });
  expect(repeatFault({ ...weekly, last: "2026-03-03" })).toStrictEqual({ field: "last", word: "standing-endsBefore" });
  expect(repeatFault({ ...weekly, last: "2026-03-04" })).toStrictEqual({ field: "last", word: "standing-never" });
});

test("one that runs is stopped, one that has ended taken up again, one that has not begun neither", () => {
  expect(turnOf(recurring, "2026-03-03")).toBe(null);
  expect(turnOf(recurring, "2026-03-05")).toBe("stop");
  const ended = stopped(recurring, "2026-03-05");
  expect(ended.last).toBe("2026-03-05");
  expect(turnOf(ended, "2026-03-05")).toBe("resume");
  expect(turnOf({ ...recurring, last: "2026-03-31" }, "2026-03-05")).toBe("stop");
});

test("taken up again it keeps its own weeks and makes up for no day in between", () => {
  const ended = stopped({ ...recurring, weekdays: [TUESDAY], every_weeks: 2, first: "2026-03-03" }, "2026-03-05");
  const again = resumed(ended, "2026-03-20");
  expect([again.first, again.last]).toStrictEqual(["2026-03-31", null]);
  expect(nextDate(again, "2026-03-05")).toBe("2026-03-31");
});

test("a day's request tells by its reference which one it came from", () => {
  expect(recurringRefOf("S-1@2026-03-05")).toBe("S-1");
  expect(recurringRefOf("a@b@2026-03-05")).toBe("a@b");
  expect(recurringRefOf("R-1")).toBe(null);
  expect(recurringRefOf("@2026-03-05")).toBe(null);
});
