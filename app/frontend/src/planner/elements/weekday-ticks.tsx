import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { WEEKDAYS } from "./weekdays.ts";

/** A checkbox for each day of the week; `wrong` is the validation message of the selection, which blocks the form. */
export function WeekdayTicks({
  days,
  wrong,
  onChange,
}: {
  days: readonly number[];
  wrong: string;
  onChange: (days: number[]) => void;
}): JSX.Element {
  const tick = (day: number, on: boolean): void =>
    onChange(WEEKDAYS.filter((one) => (one === day ? on : days.includes(one))));
  return (
    <>
      {WEEKDAYS.map((day) => (
        <label key={day} class="tick">
          <input
            type="checkbox"
            checked={days.includes(day)}
            aria-invalid={!!wrong}
            ref={(input) => {
              if (day === 0) input?.setCustomValidity(wrong);
            }}
            onChange={(event) => tick(day, event.currentTarget.checked)}
          />{" "}
          {t(`weekday-${day}`)}
        </label>
      ))}
    </>
  );
}
