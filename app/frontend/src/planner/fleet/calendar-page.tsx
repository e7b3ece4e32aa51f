import { WEEKDAYS } from "../elements/weekdays.ts";
import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Centre, DayOff, Driver, Vehicle } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t, tOr } from "../../shared/language.ts";
import { useLoaded } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { mayPlan, todaysDate } from "../session.ts";
import { datesOf, useDaysOff } from "./days-off.tsx";

/** Days without collection, and days off of trucks and drivers. */
export function CalendarPage(): JSX.Element {
  const days = useLoaded<DayOff[]>("/api/v1/days-off");
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  const trucks = useLoaded<Vehicle[]>("/api/v1/vehicles");
  useEffect(() => {
    document.title = `${t("calendar-title")} · ${t("app-name")}`;
  }, []);
  const { busy, fault, remove } = useDaysOff(days.reload);
  const nameOfWho = (one: DayOff): string => {
    const centre = centres.data?.find((each) => each.ref === one.centre);
    if (centre) return nameOf(centre);
    const truck = trucks.data?.find((each) => each.ref === one.vehicle);
    if (truck) return `${t("fleet-trucks")} ${truck.plate || truck.ref}`;
    if (!one.driver) return one.centre ?? one.vehicle ?? t("calendar-all");
    const driven = trucks.data?.find((each) => each.driver_ref === one.driver);
    return `${t("fleet-driver")} ${driven?.driver?.name ?? one.driver}`;
  };
  const { shown, pages } = usePages(days.data ?? []);
  return (
    <main id="main" class="work scrolls">
      <header class="work-header">
        <h1>{t("calendar-title")}</h1>
      </header>
      {fault || days.error ? <Fault error={fault ?? days.error} /> : null}
      {mayPlan && <AddDays centres={centres.data ?? []} trucks={trucks.data ?? []} onAdded={days.reload} />}
      {days.data?.length === 0 && <p class="empty">{t("calendar-none")}</p>}
      {!!days.data?.length && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("calendar-days")}</th>
              <th scope="col">{t("calendar-weekday")}</th>
              <th scope="col">{t("calendar-who")}</th>
              <th scope="col">{t("form-note")}</th>
              {mayPlan && <th scope="col">{t("requests-actions")}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.id}>
                <td class="nowrap">{datesOf(one)}</td>
                <td>{one.weekday === null ? t("calendar-every") : tOr("weekday", String(one.weekday))}</td>
                <td>{nameOfWho(one)}</td>
                <td>{one.note}</td>
                {mayPlan && (
                  <td>
                    <button type="button" disabled={busy} onClick={() => remove(one.id)}>
                      {t("form-remove")}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pages}
    </main>
  );
}

function AddDays({
  centres,
  trucks,
  onAdded,
}: {
  centres: readonly Centre[];
  trucks: readonly Vehicle[];
  onAdded: () => void;
}): JSX.Element {
  const drivers = useLoaded<Driver[]>("/api/v1/drivers");
  const today = todaysDate();
  const [value, setValue] = useState({ who: "", first: today, last: today, weekday: "", note: "" });
  const { busy, fault, add } = useDaysOff(onAdded);
  const who = (): Record<string, string> => {
    const [kind, ref] = value.who.split(/:(.*)/s) as [string, string?];
    return kind && ref ? { [kind]: ref } : {};
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add({
      ...who(),
      first: value.first,
      last: value.last,
      weekday: value.weekday === "" ? null : Number(value.weekday),
      note: value.note,
    });
  };
  const year = today.slice(0, 4);
  const set = (change: Partial<typeof value>): void => setValue((before) => ({ ...before, ...change }));
  return (
    <form class="filters" onSubmit={submit}>
      <label>
        {t("calendar-who")}
        <select value={value.who} onChange={(event) => set({ who: event.currentTarget.value })}>
          <option value="">{t("calendar-all")}</option>
          {centres.map((one) => (
            <option key={one.ref} value={`centre:${one.ref}`}>
              {nameOf(one)}
            </option>
          ))}
          {trucks.map((one) => (
            <option key={one.ref} value={`vehicle:${one.ref}`}>
              {one.plate || one.ref}
            </option>
          ))}
          {drivers.data
            ?.filter((one) => !one.retired)
            .map((one) => (
              <option key={one.ref} value={`driver:${one.ref}`}>
                {one.name}
              </option>
            ))}
        </select>
      </label>
      <label>
        {t("calendar-first")}
        <input
          type="date"
          required
          value={value.first}
          onChange={(event) =>
            set({
              first: event.currentTarget.value,
              last: event.currentTarget.value > value.last ? event.currentTarget.value : value.last,
            })
          }
        />
      </label>
      <label>
        {t("calendar-last")}
        <input
          type="date"
          required
          min={value.first}
          value={value.last}
          onChange={(event) => set({ last: event.currentTarget.value })}
        />
      </label>
      <label>
        {t("calendar-weekday")}
        <select value={value.weekday} onChange={(event) => set({ weekday: event.currentTarget.value })}>
          <option value="">{t("calendar-every")}</option>
          {WEEKDAYS.map((one) => (
            <option key={one} value={one}>
              {t(`weekday-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        {t("calendar-note")}
        <input value={value.note} maxLength={200} onInput={(event) => set({ note: event.currentTarget.value })} />
      </label>
      <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
        {t("form-add")}
      </button>
      <button
        type="button"
        disabled={busy}
        onClick={() => add({ first: `${year}-01-01`, last: `${year}-12-31`, weekday: 6, note: t("weekday-6") })}
      >
        {t("calendar-sundays")}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}
