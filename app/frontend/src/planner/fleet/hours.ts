import type { DayOff } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { readSpans } from "../elements/spans.ts";
import { WEEKDAYS } from "../elements/weekdays.ts";

/** "Monday–Friday, Sunday": days of the week, three and more in a row as a span. */
export function weekdaysText(weekdays: readonly number[]): string {
  if (weekdays.length === WEEKDAYS.length) return t("calendar-every");
  const runs: number[][] = [];
  for (const day of [...weekdays].sort()) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number): string => t(`weekday-${day as 0}`);
  return runs
    .map((run) =>
      run.length > 2 ? `${name(run[0] ?? 0)}–${name(run.at(-1) ?? 0)}` : run.map(name).join(t("standing-and")),
    )
    .join(t("standing-and"));
}

/** The hours that a text means: null where it is empty, undefined where it cannot be read as one span. */
export function readHours(text: string): [number, number] | null | undefined {
  if (!text.trim()) return null;
  const spans = readSpans(text);
  const [only] = spans ?? [];
  return spans?.length === 1 && only && only[0] < only[1] ? only : undefined;
}

/** A driver's own days off that are not over, the next first. */
export function daysOffAhead(days: readonly DayOff[], driver: string, today: string): DayOff[] {
  return days
    .filter((one) => one.driver === driver && one.last >= today)
    .sort((one, other) => one.first.localeCompare(other.first));
}
