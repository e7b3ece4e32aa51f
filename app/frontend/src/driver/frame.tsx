import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "../shared/icons.tsx";
import { t } from "../shared/language.ts";
import { isService } from "./flow.ts";
import { NEXT_STOP } from "./screens.ts";
import { useDriver } from "./session.ts";
import type { Day } from "./types.ts";

/** How many are done, which truck, and the menu. */
export function TopBar({ day }: { day: Day }): JSX.Element {
  const { states } = useDriver();
  const stops = day.route.visits.filter((visit) => isService(visit.kind));
  const over = stops.filter((visit) => ["done", "failed"].includes(states.value.get(visit.id)?.status ?? "")).length;
  return (
    <header class="top">
      <b role="img" aria-label={t("driver-doneOf", { done: over, all: stops.length })}>
        {over}/{stops.length}
      </b>
      <span class="top-plate">{day.route.vehicle.plate}</span>
      {day.plan.synthetic && (
        <span class="synthetic" title={t("synthetic-title")}>
          {t("synthetic-short")}
        </span>
      )}
      <a class="button top-menu" href="#menu">
        {t("driver-menu")}
      </a>
    </header>
  );
}

/** What the thumb needs, always at the same place. */
export function Bottom({ children }: { children: ComponentChildren }): JSX.Element {
  return <footer class="bottom">{children}</footer>;
}

type Tab = "stop" | "list" | "map" | null;
const TABS: readonly (readonly [Exclude<Tab, null>, string, IconName])[] = [
  ["stop", NEXT_STOP, "next"],
  ["list", "#list", "list"],
  ["map", "#map", "map"],
];

export function Tabs({ here }: { here: Tab }): JSX.Element {
  return (
    <nav class="bottom-tabs" aria-label={t("nav-pages")}>
      {TABS.map(([name, href, icon]) => (
        <a key={name} href={href} class="button" aria-current={name === here ? "page" : undefined}>
          <Icon name={icon} size={20} /> {t(`driver-tab-${name}`)}
        </a>
      ))}
    </nav>
  );
}
