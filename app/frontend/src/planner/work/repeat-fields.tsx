import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { nextDate, repeatFault, WEEKDAYS, weekdayOf, type Repeat } from "./standing.ts";

/** On which weekdays, every how many weeks, and until when a pickup is repeated. */
export function RepeatFields({ value, onChange }: { value: Repeat; onChange: (change: Partial<Repeat>) => void }): JSX.Element {
  const fault = repeatFault(value);
  const wrong = (field: "weekdays" | "last"): string => (fault?.field === field ? t(fault.word) : "");
  const starts = fault || !value.first ? null : nextDate(value, value.first);
  const tick = (day: number, on: boolean): void => onChange({ weekdays: WEEKDAYS.filter((one) => (one === day ? on : value.weekdays.includes(one))) });
  return (
    <>
      <fieldset class="ticks" aria-describedby="repeat-hint"><legend>{t("standing.weekdays")}</legend>
        {WEEKDAYS.map((day) => (
          <label key={day} class="tick">
            <input type="checkbox" checked={value.weekdays.includes(day)} aria-invalid={!!wrong("weekdays")} ref={(input) => { if (day === 0) input?.setCustomValidity(wrong("weekdays")); }}
              onChange={(event) => tick(day, event.currentTarget.checked)} /> {t(`weekday.${day}`)}
          </label>
        ))}
        <p id="repeat-hint" class={wrong("weekdays") ? "danger-text" : "quiet-text"} role="status">
          {wrong("weekdays") || (starts && t("standing.starts", { date: format.date(starts), weekday: t(`weekday.${weekdayOf(starts) as 0}`) }))}
        </p>
      </fieldset>
      <div class="pair">
        <label>{t("standing.everyWeeks")}<input type="number" required min={1} max={52} value={value.every_weeks} onInput={(event) => onChange({ every_weeks: Math.min(52, Math.max(1, Math.round(Number(event.currentTarget.value)))) })} /></label>
        <label>{t("standing.last")}
          <input type="date" value={value.last ?? ""} aria-invalid={!!wrong("last")} aria-describedby="last-hint" ref={(input) => input?.setCustomValidity(wrong("last"))}
            onChange={(event) => onChange({ last: event.currentTarget.value || null })} />
          <span id="last-hint" class={wrong("last") ? "danger-text" : "quiet-text"}>{wrong("last") || t("standing.lastHint")}</span>
        </label>
      </div>
    </>
  );
}
