import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { DayOff } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";
import { format, todaysDate } from "../session.ts";
import { daysOffAhead } from "./hours.ts";

/** Days off as they are sent: of whom `centre`, `vehicle` or `driver` names, or of all. */
type NewDaysOff = Pick<DayOff, "first" | "last" | "note"> & Partial<DayOff>;

interface ChangingDaysOff {
  busy: boolean;
  fault: unknown;
  add: (days: NewDaysOff) => void;
  remove: (id: number) => void;
}

/** Days off added and taken back; `onAdded` is told before `onChanged`. */
export function useDaysOff(onChanged: () => void, onAdded?: () => void): ChangingDaysOff {
  const { busy, fault, send } = useSending();
  const add = (days: NewDaysOff): void =>
    send(async () => {
      await call("/api/v1/days-off", {
        method: "POST",
        body: { ...days, last: days.last < days.first ? days.first : days.last },
      });
      onAdded?.();
      onChanged();
    });
  const remove = (id: number): void =>
    send(async () => {
      await call(`/api/v1/days-off/${id}`, { method: "DELETE" });
      onChanged();
    });
  return { busy, fault, add, remove };
}

/** "3 March – 5 March", or the one day. */
export function datesOf({ first, last }: DayOff): string {
  return first === last ? format.date(first) : `${format.date(first)} – ${format.date(last)}`;
}

/** Single days off of a person: added and taken back at once, whatever becomes of the form around them. */
export function DaysOffField({
  driver,
  days,
  onChanged,
}: {
  driver: string;
  days: readonly DayOff[];
  onChanged: () => void;
}): JSX.Element {
  const today = todaysDate();
  const [value, setValue] = useState({ first: today, last: today, note: "" });
  const set = (change: Partial<typeof value>): void => setValue((before) => ({ ...before, ...change }));
  const { busy, fault, add, remove } = useDaysOff(onChanged, () => set({ note: "" }));
  const ahead = daysOffAhead(days, driver, today);
  return (
    <fieldset class="days-off">
      <legend>{t("fleet-daysOff")}</legend>
      {fault ? <Fault error={fault} /> : null}
      {ahead.length === 0 ? (
        <p class="quiet-text">{t("fleet-noDaysOff")}</p>
      ) : (
        <ul class="day-rows">
          {ahead.map((one) => (
            <li key={one.id}>
              <span>
                {datesOf(one)}
                {one.weekday !== null && ` · ${tOr("weekday", String(one.weekday))}`}
                {one.note && ` · ${one.note}`}
              </span>
              <button
                type="button"
                disabled={busy}
                onClick={() => remove(one.id)}
                aria-label={t("fleet-removeDayOff", { day: format.date(one.first) })}
              >
                {t("form-remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="item-line">
        <label>
          {t("calendar-first")}
          <input
            type="date"
            value={value.first}
            onChange={(event) => {
              const first = event.currentTarget.value || today;
              set({ first, last: first > value.last ? first : value.last });
            }}
          />
        </label>
        <label>
          {t("calendar-last")}
          <input
            type="date"
            min={value.first}
            value={value.last}
            onChange={(event) => set({ last: event.currentTarget.value || value.first })}
          />
        </label>
        <label>
          {t("fleet-whyOff")}
          <input
            value={value.note}
            maxLength={200}
            autocomplete="off"
            onInput={(event) => set({ note: event.currentTarget.value })}
          />
        </label>
        <button type="button" disabled={busy} aria-busy={busy} onClick={() => add({ driver, ...value })}>
          {t("fleet-addDayOff")}
        </button>
      </div>
    </fieldset>
  );
}
