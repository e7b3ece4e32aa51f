import type { RecurringRequest } from "../../api/types.ts";
import type { Word } from "../../shared/language.ts";

/** On which days a pickup is repeated; `last` null holds until further notice. */
export type Repeat = Pick<RecurringRequest, "weekdays" | "every_weeks" | "first" | "last">;

const DAY_MS = 86_400_000;

/** 0 Monday to 6 Sunday of an ISO date. */
export function weekdayOf(iso: string): number {
  return weekday(numberOf(iso));
}

/** The first day from `from` on that a pickup falls on, by the server's rule; null where there is none any more. */
export function nextDate(repeat: Repeat, from: string): string | null {
  const first = numberOf(repeat.first);
  const start = Math.max(first, numberOf(from));
  // One whole round of weeks after the one that `start` lies in holds every weekday once.
  const end = Math.min(repeat.last === null ? Infinity : numberOf(repeat.last), start + 7 * (repeat.every_weeks + 1));
  for (let day = start; day <= end; day++) {
    const weeks = (monday(day) - monday(first)) / 7;
    if (repeat.weekdays.includes(weekday(day)) && weeks % repeat.every_weeks === 0)
      return new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
  return null;
}

/** What has to be mended before it can be saved, and the field that holds it; null where nothing. */
export function repeatFault(repeat: Repeat): { field: "weekdays" | "last"; word: Word } | null {
  if (repeat.weekdays.length === 0) return { field: "weekdays", word: "standing-noWeekday" };
  if (repeat.last !== null && repeat.last < repeat.first) return { field: "last", word: "standing-endsBefore" };
  return repeat.first && nextDate(repeat, repeat.first) === null ? { field: "last", word: "standing-never" } : null;
}

/** Whether it can be stopped, taken up again, or neither, since it has not begun. */
export function turnOf(recurring: RecurringRequest, today: string): "stop" | "resume" | null {
  if (recurring.last !== null && recurring.last <= today) return "resume";
  return recurring.first <= today ? "stop" : null;
}

/** Today is the last day. */
export function stopped(recurring: RecurringRequest, today: string): RecurringRequest {
  return { ...recurring, last: today };
}

/** Goes on with its next day, in its own weeks: the days it was stopped on stay without. */
export function resumed(recurring: RecurringRequest, today: string): RecurringRequest {
  const endless = { ...recurring, last: null };
  return { ...endless, first: nextDate(endless, today) ?? today };
}

/** The recurring request that a day's request `REF@DATE` came from; null where it was entered for itself. */
export function recurringRefOf(ref: string): string | null {
  return /^(.+)@\d{4}-\d{2}-\d{2}$/.exec(ref)?.[1] ?? null;
}

function numberOf(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

function weekday(day: number): number {
  return (day + 3) % 7; // 1 January 1970 was a Thursday
}

function monday(day: number): number {
  return day - weekday(day);
}
