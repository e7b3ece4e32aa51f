import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Plan, Route, Unassigned, Visit } from "../../api/types.ts";
import { stopsOf } from "../plan/stops.ts";
import type { Router } from "../router.ts";

/** A route, and a visit on it, that the pointer is over. */
export interface Spot {
  route: number;
  visit: number | null;
}

export type Selection = ReturnType<typeof createSelection>;

/** What is selected, hovered and hidden, the same for list, map, timeline and detail; kept in the address. */
export function createSelection({ param, setParams }: Router, plan: ReadonlySignal<Plan | null>) {
  const hovered = signal<Spot | null>(null);
  const routesInOrder = computed<readonly Route[]>(() =>
    [...(plan.value?.routes ?? [])].sort((a, b) => a.number - b.number),
  );
  const selectedRoute = computed<Route | null>(() => {
    const number = Number(param("route"));
    return routesInOrder.value.find((route) => route.number === number) ?? null;
  });
  const selectedVisit = computed<Visit | null>(() => {
    const id = Number(param("stop"));
    return selectedRoute.value?.visits.find((visit) => visit.id === id) ?? null;
  });
  const selectedUnassigned = computed<Unassigned | null>(() => {
    const ref = param("request");
    return plan.value?.unassigned.find((left) => left.request === ref) ?? null;
  });
  const tab = computed<"routes" | "out">(() => (param("list") === "out" ? "out" : "routes"));
  const hiddenRoutes = computed<ReadonlySet<number>>(
    () => new Set((param("hidden") ?? "").split(",").filter(Boolean).map(Number)),
  );
  /** The highlighted route: others fade. Hovering wins over the selection. */
  const lifted = computed<number | null>(() => hovered.value?.route ?? selectedRoute.value?.number ?? null);

  function select(route: number | null, visit: number | null = null): void {
    setParams({
      route: route === null ? null : String(route),
      stop: visit === null ? null : String(visit),
      request: null,
      ...(route === null ? {} : { list: null }),
    });
  }

  function selectUnassigned(request: string | null): void {
    setParams({ request, route: null, stop: null, list: "out" });
  }

  function clearSelection(): void {
    setParams({ route: null, stop: null, request: null });
  }

  function showTab(next: "routes" | "out"): void {
    setParams({ list: next === "out" ? "out" : null });
  }

  function toggleHidden(number: number): void {
    const next = new Set(hiddenRoutes.value);
    if (!next.delete(number)) next.add(number);
    setParams({ hidden: [...next].sort((a, b) => a - b).join(",") || null });
  }

  /** ↑↓: the stop before or after; from a route without a selected stop, its first or last. */
  function stepStop(step: 1 | -1): void {
    const route = selectedRoute.value ?? routesInOrder.value[0];
    if (!route) return;
    const stops = stopsOf(route);
    const at = stops.findIndex((visit) => visit.id === selectedVisit.value?.id);
    const next = at < 0 ? (step === 1 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, at + step));
    select(route.number, stops[next]?.id ?? null);
  }

  /** `[` and `]`: the route before or after, wrapping around. */
  function stepRoute(step: 1 | -1): void {
    const routes = routesInOrder.value;
    if (!routes.length) return;
    const at = routes.findIndex((route) => route.number === selectedRoute.value?.number);
    const next = at < 0 ? (step === 1 ? 0 : routes.length - 1) : (at + step + routes.length) % routes.length;
    select(routes[next]?.number ?? null);
  }

  return {
    hovered,
    routesInOrder,
    selectedRoute,
    selectedVisit,
    selectedUnassigned,
    tab,
    hiddenRoutes,
    lifted,
    select,
    selectUnassigned,
    clearSelection,
    showTab,
    toggleHidden,
    stepStop,
    stepRoute,
  };
}
