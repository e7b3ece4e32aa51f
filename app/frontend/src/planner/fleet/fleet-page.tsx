import { DriversSection } from "./drivers-section.tsx";
import { TrucksSection } from "./trucks-section.tsx";
import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Centre, DayOff, Driver, FleetCatalogue, Vehicle } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { NextStep } from "../elements/first-steps.tsx";
import { useLoaded } from "../elements/loading.ts";
import { useRouter } from "../router.ts";
import { DriverForm } from "./driver-form.tsx";
import { TruckForm } from "./truck-form.tsx";

type Open = { what: "truck"; truck: Vehicle | null } | { what: "driver"; driver: Driver | null } | null;

const OPENED: Readonly<Record<string, Open>> = {
  truck: { what: "truck", truck: null },
  driver: { what: "driver", driver: null },
};

/** Trucks and the people who drive them. */
export function FleetPage(): JSX.Element {
  const { param, setParams, follow } = useRouter();
  const retired = param("retired") === "1";
  const trucks = useLoaded<Vehicle[]>(`/api/v1/vehicles?retired=${retired}`);
  const drivers = useLoaded<Driver[]>("/api/v1/drivers");
  const daysOff = useLoaded<DayOff[]>("/api/v1/days-off");
  const words = useLoaded<FleetCatalogue>("/api/v1/vehicle-classes");
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  const [open, setOpen] = useState<Open>(OPENED[param("add") ?? ""] ?? null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    document.title = `${t("fleet-title")} · ${t("app-name")}`;
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
  const q = (param("q") ?? "").toLowerCase();
  const found = (trucks.data ?? []).filter((one) =>
    `${one.ref} ${one.plate} ${one.driver?.name ?? ""}`.toLowerCase().includes(q),
  );
  const people = (drivers.data ?? []).filter(
    (one) => (retired || !one.retired) && `${one.ref} ${one.name} ${one.phone}`.toLowerCase().includes(q),
  );
  return (
    <main id="main" class="work scrolls">
      <header class="work-header">
        <h1>{t("fleet-title")}</h1>
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
          <label class="grow">
            <span class="hidden">{t("use-search")}</span>
            <input
              type="search"
              placeholder={t("use-search")}
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
            {t("use-showRetired")}
          </label>
        </form>
      </header>
      {trucks.error ? <Fault error={trucks.error} /> : null}
      <NextStep turn={turn} here="/network/fleet" />
      {centres.data?.length === 0 && (
        <p class="lead">
          <a href="/network/sites?add=centre" onClick={follow}>
            {t("fleet-noCentre")}
          </a>
        </p>
      )}
      <TrucksSection
        trucks={found}
        none={trucks.data?.length === 0}
        classes={words.data?.classes ?? []}
        mayAdd={!!centres.data?.length}
        onOpen={(truck) => setOpen({ what: "truck", truck })}
        onChanged={saved}
      />
      <DriversSection
        drivers={people}
        none={drivers.data?.length === 0}
        daysOff={daysOff.data ?? []}
        onOpen={(driver) => setOpen({ what: "driver", driver })}
        onChanged={saved}
      />
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
