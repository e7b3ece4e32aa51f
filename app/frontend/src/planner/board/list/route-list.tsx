import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Plan, Route, Visit } from "../../../api/types.ts";
import { classes } from "../../../shared/classes.ts";
import { clock } from "../../../shared/format.ts";
import { Icon, Violation } from "../../../shared/icons.tsx";
import { t, tOr } from "../../../shared/language.ts";
import { Badge, RouteMark } from "../../elements/route-marks.tsx";
import { format } from "../../session.ts";
import { touchedBy } from "../editing/colleagues.ts";
import { dragged, grab } from "../editing/drag.ts";
import { IdleTrucks, RowPrice } from "../editing/drag-layer.tsx";
import { byHand, mayEdit, unsaved } from "../editing/session.ts";
import { brokenAt, brokenOn } from "../editing/violation-list.tsx";
import {
  hiddenRoutes,
  hovered,
  isPlanning,
  isService,
  lifted,
  numbersOf,
  routesInOrder,
  select,
  selectedRoute,
  selectedVisit,
  stopsOf,
  toggleHidden,
} from "../state.ts";
import { late_s } from "../timeline/layout.ts";
import { EmptyRoutes } from "./empty-routes.tsx";

/** The routes of the plan; the selected one lists its stops. */
export function RouteList({ plan }: { plan: Plan }): JSX.Element {
  const [query, setQuery] = useState("");
  if (!plan.routes.length) return <EmptyRoutes plan={plan} planning={isPlanning(plan)} />;
  const wanted = query.trim().toLowerCase();
  const routes = routesInOrder.value.filter((route) => !wanted || matches(route, wanted));
  return (
    <>
      <input
        id="list-search"
        class="search"
        type="search"
        placeholder={t("list.search")}
        aria-label={t("list.search")}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="routes" role="treegrid" aria-label={t("tabs.routes")} onMouseLeave={() => (hovered.value = null)}>
        {routes.map((route, index) => (
          <RouteRow key={route.id} plan={plan} route={route} wanted={wanted} first={index === 0} />
        ))}
      </div>
      <IdleTrucks plan={plan} />
      {!routes.length && <p class="empty">{t("list.none", { query })}</p>}
    </>
  );
}

function matches(route: Route, wanted: string): boolean {
  const texts = [
    route.vehicle.plate,
    route.driver?.name ?? "",
    ...route.visits.flatMap((visit) => [visit.name ?? "", visit.request ?? ""]),
  ];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

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

function RouteRow({ plan, route, wanted, first }: RouteRowProps): JSX.Element {
  const open = selectedRoute.value?.number === route.number;
  const hidden = hiddenRoutes.value.has(route.number);
  const faded = lifted.value !== null && lifted.value !== route.number;
  const stops = stopsOf(route);
  const broken = brokenOn(route).length;
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
              <span title={t("list.locked")} role="img" aria-label={t("list.locked")}>
                <Icon name="lock" size={14} />
              </span>
            )}
            <span class="quiet-text">{t("list.stops", { n: numbers.size })}</span>
            {broken > 0 && (
              <span class="late">
                <Violation label="" /> {t("list.broken", { n: broken })}
              </span>
            )}
            {late > 0 && (
              <span class="late">
                <Violation label="" /> {t("list.late", { n: late })}
              </span>
            )}
          </span>
          {colleague !== undefined && (
            <span class="colleague">{t("list.colleague", { name: colleague || t("notice.somebody") })}</span>
          )}
          <RowPrice truck={ref} />
          <Gauge label={t("list.load")} percent={route.load_percent} />
          <Gauge label={t("list.time")} percent={timePercent} />
        </span>
        <span role="gridcell" class="route-end">
          <button
            type="button"
            class="quiet icon-only small"
            aria-pressed={!hidden}
            aria-label={t(hidden ? "list.show" : "list.hide", { plate: route.vehicle.plate })}
            title={t(hidden ? "list.show" : "list.hide", { plate: route.vehicle.plate })}
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

function StopRow({
  plan,
  route,
  visit,
  number,
}: {
  plan: Plan;
  route: Route;
  visit: Visit;
  number: number | undefined;
}): JSX.Element {
  const selected = selectedVisit.value?.id === visit.id;
  const over_s = late_s(visit);
  const task = visit.task ?? "";
  const broken = brokenAt(visit, route);
  const movable = mayEdit.value && isService(visit) && task !== "";
  const over = dragged.value?.over;
  const here = over?.beside === task && over.vehicle === route.vehicle.ref;
  useEffect(() => {
    if (selected) document.querySelector(`[data-visit="${visit.id}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selected, visit.id]);
  return (
    <div
      class={classes("stop-row", {
        selected,
        "drop-after": here && over.after,
        "drop-before": here && !over.after,
        "in-hand": task !== "" && dragged.value?.task === task,
        unsaved: unsaved.value.tasks.has(task),
        movable,
      })}
      data-truck={route.vehicle.ref}
      data-beside={movable ? task : undefined}
      onPointerDown={(event) => grab(event, movable ? task : null, visit.name ?? "")}
      role="row"
      aria-level={2}
      aria-selected={selected}
      data-visit={visit.id}
      tabIndex={selected ? 0 : -1}
      onMouseEnter={() => (hovered.value = { route: route.number, visit: visit.id })}
      onClick={() => select(route.number, visit.id)}
    >
      <span role="gridcell">
        <Badge route={route.number} kind={visit.kind} number={number} status={visit.status} />
      </span>
      <span role="gridcell" class="stop-name">
        {visit.name || tOr("kind", visit.kind)}
        {visit.hazard ? (
          <span class="hazard-dot" title={tOr("hazard", visit.hazard)}>
            {" "}
            ⚠
          </span>
        ) : null}
        <StopMarks plan={plan} task={task} />
      </span>
      <span role="gridcell" class={over_s > 0 || broken.length ? "stop-time late" : "stop-time"}>
        {over_s > 0 ? (
          <Violation label={t("list.lateBy", { by: format.duration(over_s) })} />
        ) : (
          broken.length > 0 && <Violation label={t("list.broken", { n: broken.length })} />
        )}
        <span class="figure-value">
          {visit.arrival_s === null
            ? ""
            : clock(plan.start, isService(visit) ? (visit.start_s ?? visit.arrival_s) : visit.arrival_s)}
        </span>
      </span>
    </div>
  );
}

/** Pencil: put there by hand. Pin: stays on its truck when the day is planned again. */
function StopMarks({ plan, task }: { plan: Plan; task: string }): JSX.Element | null {
  if (!task) return null;
  return (
    <>
      {byHand.value.has(task) && (
        <span class="stop-mark-icon" role="img" aria-label={t("list.byHand")} title={t("list.byHand")}>
          <Icon name="pencil" size={13} />
        </span>
      )}
      {plan.locks.stops[task] !== undefined && (
        <span class="stop-mark-icon" role="img" aria-label={t("list.pinned")} title={t("list.pinned")}>
          <Icon name="pin" size={13} />
        </span>
      )}
    </>
  );
}
