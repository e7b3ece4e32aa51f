import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { WeekdayTicks } from "../elements/weekday-ticks.tsx";
import { format } from "../session.ts";
import { nextDate, type Repeat, repeatFault, weekdayOf } from "./recurrence.ts";

/** On which weekdays, every how many weeks, and until when a pickup is repeated. */
export function RepeatFields({
  value,
  onChange,
}: {
  value: Repeat;
  onChange: (change: Partial<Repeat>) => void;
}): JSX.Element {
  const fault = repeatFault(value);
  const wrong = (field: "weekdays" | "last"): string => (fault?.field === field ? t(fault.word) : "");
  const starts = fault || !value.first ? null : nextDate(value, value.first);
  return (
    <>
      <fieldset class="ticks" aria-describedby="repeat-hint">
        <legend>{t("standing-weekdays")}</legend>
        <WeekdayTicks days={value.weekdays} wrong={wrong("weekdays")} onChange={(weekdays) => onChange({ weekdays })} />
        <p id="repeat-hint" class={wrong("weekdays") ? "danger-text" : "quiet-text"} role="status">
          {wrong("weekdays") ||
            (starts &&
              t("standing-starts", { date: format.date(starts), weekday: t(`weekday-${weekdayOf(starts) as 0}`) }))}
        </p>
      </fieldset>
      <div class="pair">
        <label>
          {t("standing-everyWeeks")}
          <input
            type="number"
            required
            min={1}
            max={52}
            value={value.every_weeks}
            onInput={(event) =>
              onChange({ every_weeks: Math.min(52, Math.max(1, Math.round(Number(event.currentTarget.value)))) })
            }
          />
        </label>
        <label>
          {t("standing-last")}
          <input
            type="date"
            value={value.last ?? ""}
            aria-invalid={!!wrong("last")}
            aria-describedby="last-hint"
            ref={(input) => input?.setCustomValidity(wrong("last"))}
            onChange={(event) => onChange({ last: event.currentTarget.value || null })}
          />
          <span id="last-hint" class={wrong("last") ? "danger-text" : "quiet-text"}>
            {wrong("last") || t("standing-lastHint")}
          </span>
        </label>
      </div>
    </>
  );
}
