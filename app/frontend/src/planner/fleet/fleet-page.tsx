import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, DayOff, Driver, FleetCatalogue, Vehicle } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { language, t } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { clockOf } from "../elements/spans.ts";
import { follow, param, setParams } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { NextStep } from "../today/first-steps.tsx";
import { DriverForm } from "./driver-form.tsx";
import { daysOffAhead, weekdaysText } from "./hours.ts";
import { SkillsShown } from "./skills-field.tsx";
import { TruckForm, truckBody } from "./truck-form.tsx";

type Open = { what: "truck"; truck: Vehicle | null } | { what: "driver"; driver: Driver | null } | null;

const OPENED: Readonly<Record<string, Open>> = {
  truck: { what: "truck", truck: null },
  driver: { what: "driver", driver: null },
};

/** Trucks and the people who drive them. */
export function FleetPage(): JSX.Element {
  const retired = param("retired") === "1";
  const trucks = useLoaded<Vehicle[]>(`/api/v1/vehicles?retired=${retired}`);
  const drivers = useLoaded<Driver[]>("/api/v1/drivers");
  const daysOff = useLoaded<DayOff[]>("/api/v1/days-off");
  const words = useLoaded<FleetCatalogue>("/api/v1/vehicle-classes");
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  const [open, setOpen] = useState<Open>(OPENED[param("add") ?? ""] ?? null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    document.title = `${t("fleet.title")} · ${t("app.name")}`;
  }, []);
  const show = (what: Open): void => {
    setOpen(what);
    setParams({ add: null });
  };
  const saved = (another = false): void => {
    if (!another) show(null);
    trucks.reload();
    drivers.reload();
    setTurn((before) => before + 1);
  };
  const today = todaysDate();
  const q = (param("q") ?? "").toLowerCase();
  const found = (trucks.data ?? []).filter((one) =>
    `${one.ref} ${one.plate} ${one.driver?.name ?? ""}`.toLowerCase().includes(q),
  );
  const people = (drivers.data ?? []).filter(
    (one) => (retired || !one.retired) && `${one.ref} ${one.name} ${one.phone}`.toLowerCase().includes(q),
  );
  const { shown, pages } = usePages(found);
  return (
    <main id="main" class="work scrolls">
      <header class="work-header">
        <h1>{t("fleet.title")}</h1>
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
          <label class="grow">
            <span class="hidden">{t("use.search")}</span>
            <input
              type="search"
              placeholder={t("use.search")}
              value={param("q") ?? ""}
              onInput={(event) => setParams({ q: event.currentTarget.value })}
            />
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={retired}
              onChange={(event) => setParams({ retired: event.currentTarget.checked ? "1" : null })}
            />{" "}
            {t("use.showRetired")}
          </label>
        </form>
      </header>
      {trucks.error ? <Fault error={trucks.error} /> : null}
      <NextStep turn={turn} here="/network/fleet" />
      {centres.data?.length === 0 && (
        <p class="lead">
          <a href="/network/sites?add=centre" onClick={follow}>
            {t("fleet.noCentre")}
          </a>
        </p>
      )}
      <section aria-labelledby="trucks-title">
        <header class="section-header">
          <h2 id="trucks-title">
            {t("fleet.trucks")} <span class="count">{found.length}</span>
          </h2>
          {mayPlan && (
            <a class="button" href="/network/vehicles/import" onClick={follow}>
              {t("requests.import")}
            </a>
          )}
          {mayPlan && !!centres.data?.length && (
            <button type="button" class="primary" onClick={() => setOpen({ what: "truck", truck: null })}>
              {t("fleet.addTruck")}
            </button>
          )}
        </header>
        {trucks.data?.length === 0 && <p class="empty">{t("fleet.noTrucks")}</p>}
        {found.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{t("fleet.plate")}</th>
                <th scope="col">{t("fleet.class")}</th>
                <th scope="col">{t("fleet.shift")}</th>
                <th scope="col" class="number">
                  {t("fleet.capacity_kg")}
                </th>
                <th scope="col" class="number">
                  {t("fleet.capacity_l")}
                </th>
                <th scope="col" class="number">
                  {t("fleet.mass_t")}
                </th>
                <th scope="col" class="number">
                  {t("fleet.height_m")}
                </th>
                <th scope="col">{t("fleet.driver")}</th>
                <th scope="col">{t("fleet.skills")}</th>
                {mayPlan && <th scope="col">{t("requests.actions")}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.ref} data-ref={one.ref}>
                  <td>
                    <span class="cell-main">
                      {one.plate || one.ref}
                      {one.retired && <span class="condition">{t("use.retired")}</span>}
                    </span>
                    <span class="code">
                      {one.ref} · {one.centre}
                    </span>
                  </td>
                  <td>
                    {words.data?.classes.find((each) => each.ref === one.class)?.[
                      language === "zh" ? "name_zh" : "name_en"
                    ] ?? one.class}
                  </td>
                  <td class="nowrap">
                    {clockOf(one.shift[0])}–{clockOf(one.shift[1])}
                  </td>
                  <td class="number">{format.number(one.capacity.kg)}</td>
                  <td class="number">{format.number(one.capacity.l)}</td>
                  <td class="number">{one.size.mass_t ?? "–"}</td>
                  <td class="number">{one.size.height_m ?? "–"}</td>
                  <td>{one.driver?.name ?? t("fleet.noDriver")}</td>
                  <td>
                    <SkillsShown skills={one.own_skills} valid_until={one.valid_until} today={today} />
                  </td>
                  {mayPlan && (
                    <td>
                      <Actions
                        name={t("fleet.editTruck", { ref: one.ref })}
                        retired={one.retired}
                        onEdit={() => setOpen({ what: "truck", truck: one })}
                        onRetire={async () => {
                          await call(`/api/v1/vehicles/${encodeURIComponent(one.ref)}`, {
                            method: "PUT",
                            body: { ...truckBody(one), retired: !one.retired },
                          });
                          saved();
                        }}
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {pages}
      </section>
      <section aria-labelledby="drivers-title">
        <header class="section-header">
          <h2 id="drivers-title">
            {t("fleet.drivers")} <span class="count">{people.length}</span>
          </h2>
          {mayPlan && (
            <a class="button" href="/network/drivers/import" onClick={follow}>
              {t("requests.import")}
            </a>
          )}
          {mayPlan && (
            <button type="button" class="primary" onClick={() => setOpen({ what: "driver", driver: null })}>
              {t("fleet.addDriver")}
            </button>
          )}
        </header>
        {drivers.data?.length === 0 && <p class="empty">{t("fleet.noDrivers")}</p>}
        {people.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{t("form.name")}</th>
                <th scope="col">{t("fleet.phone")}</th>
                <th scope="col">{t("fleet.works")}</th>
                <th scope="col">{t("fleet.skills")}</th>
                {mayPlan && <th scope="col">{t("requests.actions")}</th>}
              </tr>
            </thead>
            <tbody>
              {people.map((one) => (
                <tr key={one.ref} data-ref={one.ref}>
                  <td>
                    <span class="cell-main">
                      {one.name}
                      {one.retired && <span class="condition">{t("use.retired")}</span>}
                    </span>
                    <span class="code">{one.ref}</span>
                  </td>
                  <td>{one.phone}</td>
                  <td>
                    <span class="cell-main">
                      {weekdaysText(one.weekdays)}{" "}
                      {one.shift ? `${clockOf(one.shift[0])}–${clockOf(one.shift[1])}` : t("fleet.asTruck")}
                    </span>
                    {daysOffAhead(daysOff.data ?? [], one.ref, today)
                      .slice(0, 2)
                      .map((each) => (
                        <span key={each.id} class="window">
                          {t("fleet.off", {
                            days:
                              each.last === each.first
                                ? format.date(each.first)
                                : `${format.date(each.first)} – ${format.date(each.last)}`,
                          })}
                        </span>
                      ))}
                  </td>
                  <td>
                    <SkillsShown skills={one.skills} valid_until={one.valid_until} today={today} />
                  </td>
                  {mayPlan && (
                    <td>
                      <Actions
                        name={t("fleet.editDriver", { ref: one.ref })}
                        retired={one.retired}
                        onEdit={() => setOpen({ what: "driver", driver: one })}
                        onRetire={async () => {
                          await call(`/api/v1/drivers/${encodeURIComponent(one.ref)}`, {
                            method: "PUT",
                            body: { ...one, retired: !one.retired },
                          });
                          saved();
                        }}
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {open?.what === "truck" && centres.data && words.data && drivers.data && trucks.data && (
        <TruckForm
          truck={open.truck}
          count={trucks.data?.length ?? 0}
          centres={centres.data}
          drivers={(drivers.data ?? []).filter((one) => !one.retired)}
          driven={new Set((trucks.data ?? []).filter((one) => !one.retired).flatMap((one) => one.driver_ref ?? []))}
          words={words.data}
          onClose={() => show(null)}
          onSaved={saved}
        />
      )}
      {open?.what === "driver" && drivers.data && (
        <DriverForm
          driver={open.driver}
          count={drivers.data?.length ?? 0}
          skills={words.data?.skills ?? []}
          daysOff={daysOff.data ?? []}
          onDaysOff={daysOff.reload}
          onClose={() => show(null)}
          onSaved={saved}
        />
      )}
    </main>
  );
}

function Actions({
  name,
  retired,
  onEdit,
  onRetire,
}: {
  name: string;
  retired: boolean;
  onEdit: () => void;
  onRetire: () => Promise<void>;
}): JSX.Element {
  const { busy, fault, send } = useSending();
  return (
    <span class="row-actions">
      <button type="button" onClick={onEdit} aria-label={name}>
        {t("form.edit")}
      </button>
      <button type="button" disabled={busy} onClick={() => send(onRetire)}>
        {t(retired ? "use.restore" : "use.retire")}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </span>
  );
}
