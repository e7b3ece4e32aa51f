import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { WeekdayTicks } from "../elements/weekday-ticks.tsx";
import { readHours } from "./hours.ts";

export interface Hours {
  weekdays: readonly number[];
  /** As it is typed; empty for the hours of the truck. */
  shift: string;
}

/** On which weekdays a person works, and from when until when. */
export function HoursFields({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }): JSX.Element {
  const noDay = hours.weekdays.length ? "" : t("standing-noWeekday");
  const badHours = readHours(hours.shift) === undefined ? t("fleet-badHours") : "";
  return (
    <fieldset class="ticks">
      <legend>{t("fleet-works")}</legend>
      <WeekdayTicks days={hours.weekdays} wrong={noDay} onChange={(weekdays) => onChange({ ...hours, weekdays })} />
      {noDay && (
        <p class="danger-text" role="status">
          {noDay}
        </p>
      )}
      <label class="hours">
        {t("fleet-hours")}
        <input
          value={hours.shift}
          maxLength={20}
          placeholder={t("fleet-asTruck")}
          autocomplete="off"
          aria-invalid={!!badHours}
          ref={(input) => input?.setCustomValidity(badHours)}
          onInput={(event) => onChange({ ...hours, shift: event.currentTarget.value })}
        />
        {badHours && <span class="danger-text">{badHours}</span>}
      </label>
    </fieldset>
  );
}
