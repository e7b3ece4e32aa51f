import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { call } from "../../shared/api.ts";
import { Fault } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { useSending } from "../admin/loaded.ts";
import { format, todaysDate } from "../session.ts";
import { daysOffAhead, readHours } from "./hours.ts";
import { WEEKDAYS } from "./standing.ts";
import type { DayOff } from "./types.ts";

export interface Hours {
  weekdays: readonly number[];
  /** As it is typed; empty for the hours of the truck. */
  shift: string;
}

/** On which weekdays a person works, and from when until when. */
export function HoursFields({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }): JSX.Element {
  const bad = readHours(hours.shift) === undefined;
  const none = hours.weekdays.length === 0;
  return (
    <fieldset class="ticks"><legend>{t("fleet.works")}</legend>
      {WEEKDAYS.map((day) => (
        <label key={day} class="tick">
          <input type="checkbox" checked={hours.weekdays.includes(day)} ref={(input) => { if (day === 0) input?.setCustomValidity(none ? t("standing.noWeekday") : ""); }}
            onChange={(event) => onChange({ ...hours, weekdays: WEEKDAYS.filter((one) => (one === day ? event.currentTarget.checked : hours.weekdays.includes(one))) })} /> {t(`weekday.${day}`)}
        </label>
      ))}
      {none && <p class="danger-text" role="status">{t("standing.noWeekday")}</p>}
      <label class="hours">{t("fleet.hours")}
        <input value={hours.shift} maxLength={20} placeholder={t("fleet.asTruck")} autocomplete="off" aria-invalid={bad} ref={(input) => input?.setCustomValidity(bad ? t("fleet.badHours") : "")}
          onInput={(event) => onChange({ ...hours, shift: event.currentTarget.value })} />
        {bad && <span class="danger-text">{t("fleet.badHours")}</span>}
      </label>
    </fieldset>
  );
}

/** Single days off of a person: added and taken back at once, whatever becomes of the form around them. */
export function DaysOffField({ driver, days, onChanged }: { driver: string; days: readonly DayOff[]; onChanged: () => void }): JSX.Element {
  const today = todaysDate();
  const [value, setValue] = useState({ first: today, last: today, note: "" });
  const { busy, fault, send } = useSending();
  const set = (change: Partial<typeof value>): void => setValue((before) => ({ ...before, ...change }));
  const add = (): void => send(async () => {
    await call("/api/v1/days-off", { method: "POST", body: { driver, ...value, last: value.last < value.first ? value.first : value.last } });
    set({ note: "" });
    onChanged();
  });
  const remove = (id: number): void => send(async () => {
    await call(`/api/v1/days-off/${id}`, { method: "DELETE" });
    onChanged();
  });
  const ahead = daysOffAhead(days, driver, today);
  return (
    <fieldset class="days-off"><legend>{t("fleet.daysOff")}</legend>
      {fault ? <Fault error={fault} /> : null}
      {ahead.length === 0 ? <p class="quiet-text">{t("fleet.noDaysOff")}</p> : (
        <ul class="day-rows">{ahead.map((one) => (
          <li key={one.id}>
            <span>{format.date(one.first)}{one.last !== one.first && ` – ${format.date(one.last)}`}{one.weekday !== null && ` · ${tOr("weekday", String(one.weekday))}`}{one.note && ` · ${one.note}`}</span>
            <button type="button" disabled={busy} onClick={() => remove(one.id)} aria-label={t("fleet.removeDayOff", { day: format.date(one.first) })}>{t("form.remove")}</button>
          </li>
        ))}</ul>
      )}
      <div class="item-line">
        <label>{t("calendar.first")}<input type="date" value={value.first} onChange={(event) => { const first = event.currentTarget.value || today; set({ first, last: first > value.last ? first : value.last }); }} /></label>
        <label>{t("calendar.last")}<input type="date" min={value.first} value={value.last} onChange={(event) => set({ last: event.currentTarget.value || value.first })} /></label>
        <label>{t("fleet.whyOff")}<input value={value.note} maxLength={200} autocomplete="off" onInput={(event) => set({ note: event.currentTarget.value })} /></label>
        <button type="button" disabled={busy} aria-busy={busy} onClick={add}>{t("fleet.addDayOff")}</button>
      </div>
    </fieldset>
  );
}
