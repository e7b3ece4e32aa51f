import type { JSX } from "preact";
import type { Plan, Route } from "../../../api/types.ts";
import { classes } from "../../../shared/classes.ts";
import { Icon, Violation } from "../../../shared/icons.tsx";
import { t } from "../../../shared/language.ts";
import { RouteMark } from "../../elements/route-marks.tsx";
import { late_s, numbersOf, stopsOf } from "../../plan/stops.ts";
import { violationsOn } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { RowPrice } from "../editing/drag-layer.tsx";
import { useBoard, useColleagues, useDrag, useEditing } from "../store.ts";
import { StopRow } from "./stop-row.tsx";

/** Whether anything on the route is late, so that its row carries the triangle. */
export function lateStops(route: Route): number {
  return route.visits.filter((visit) => late_s(visit) > 0).length;
}

interface RouteRowProps {
  plan: Plan;
  route: Route;
  wanted: string;
  first: boolean;
}

export function RouteRow({ plan, route, wanted, first }: RouteRowProps): JSX.Element {
  const { selectedRoute, hiddenRoutes, lifted, selectedVisit, hovered, select, toggleHidden } = useBoard();
  const { touchedBy } = useColleagues();
  const { dragged } = useDrag();
  const { unsaved } = useEditing();
  const open = selectedRoute.value?.number === route.number;
  const hidden = hiddenRoutes.value.has(route.number);
  const faded = lifted.value !== null && lifted.value !== route.number;
  const stops = stopsOf(route);
  const broken = violationsOn(plan, route).length;
  const late = broken ? 0 : lateStops(route);
  const { ref } = route.vehicle;
  const colleague = touchedBy.value.get(ref);
  const here = dragged.value?.over?.vehicle === ref && dragged.value.over.beside === null;
  const numbers = numbersOf(route);
  const [from_s, to_s] = route.shift;
  const timePercent = Math.min(100, (100 * route.duration_s) / Math.max(1, to_s - from_s));
  const shown = wanted
    ? stops.filter(
        (visit) =>
          (visit.name ?? "").toLowerCase().includes(wanted) || (visit.request ?? "").toLowerCase().includes(wanted),
      )
    : [];
  const listed = open ? stops : shown;
  const rowFocus = open && !selectedVisit.value ? 0 : first && !selectedRoute.value ? 0 : -1;
  return (
    <>
      <div
        class={classes("route-row", {
          selected: open,
          faded,
          "drop-here": here,
          unsaved: unsaved.value.vehicles.has(ref),
        })}
        data-truck={ref}
        role="row"
        aria-level={1}
        aria-expanded={open}
        aria-selected={open}
        data-route={route.number}
        tabIndex={rowFocus}
        onMouseEnter={() => (hovered.value = { route: route.number, visit: null })}
        onFocus={() => (hovered.value = null)}
        onClick={() => select(open && !selectedVisit.value ? null : route.number)}
        onKeyDown={(event) => {
          if (event.key === " ") {
            event.preventDefault();
            select(route.number);
          }
        }}
      >
        <span role="gridcell" class="route-mark">
          <RouteMark number={route.number} />
        </span>
        <span role="gridcell" class="route-name">
          <span class="route-title">
            <b>{route.vehicle.plate || route.vehicle.ref}</b>
            {plan.locks.routes.includes(ref) && (
              <span title={t("list-locked")} role="img" aria-label={t("list-locked")}>
                <Icon name="lock" size={14} />
              </span>
            )}
            <span class="quiet-text">{t("list-stops", { n: numbers.size })}</span>
            {broken > 0 && (
              <span class="late">
                <Violation label="" /> {t("list-broken", { n: broken })}
              </span>
            )}
            {late > 0 && (
              <span class="late">
                <Violation label="" /> {t("list-late", { n: late })}
              </span>
            )}
          </span>
          {colleague !== undefined && (
            <span class="colleague">{t("list-colleague", { name: colleague || t("notice-somebody") })}</span>
          )}
          <RowPrice truck={ref} />
          <Gauge label={t("list-load")} percent={route.load_percent} />
          <Gauge label={t("list-time")} percent={timePercent} />
        </span>
        <span role="gridcell" class="route-end">
          <button
            type="button"
            class="quiet icon-only small"
            aria-pressed={!hidden}
            aria-label={t(hidden ? "list-show" : "list-hide", { plate: route.vehicle.plate })}
            title={t(hidden ? "list-show" : "list-hide", { plate: route.vehicle.plate })}
            onClick={(event) => {
              event.stopPropagation();
              toggleHidden(route.number);
            }}
          >
            <Icon name={hidden ? "eyeOff" : "eye"} />
          </button>
          <span class="quiet-text figure-value">{format.km(route.distance_m)}</span>
        </span>
      </div>
      {listed.map((visit) => (
        <StopRow key={visit.id} plan={plan} route={route} visit={visit} number={numbers.get(visit.id)} />
      ))}
    </>
  );
}

function Gauge({ label, percent }: { label: string; percent: number }): JSX.Element {
  const shown = Math.round(percent);
  return (
    <span class={shown > 100 ? "gauge over" : "gauge"}>
      <span class="gauge-label">{label}</span>
      <svg width="72" height="6" aria-hidden="true">
        <rect class="track" width="72" height="6" rx="2" />
        <rect width={(72 * Math.min(100, Math.max(0, percent))) / 100} height="6" rx="2" />
      </svg>
      <span class="gauge-value">{shown} %</span>
    </span>
  );
}
