import { computed, signal } from "@preact/signals";
import type { Phase, Plan, Progress, ReportEvent, Route, Visit } from "../../api/types.ts";
import { foldReports } from "../../shared/reports.ts";
import { param, setParams } from "../router.ts";

/** What the board shows; one selection for list, map, timeline and detail. */
export const plan = signal<Plan | null>(null);
export const progress = signal<Progress | null>(null);
export const costs = signal<readonly { at: number; cost: number }[]>([]);
export const events = signal<readonly ReportEvent[]>([]);
export const connection = signal<"live" | "polling" | "lost">("live");
export const now = signal(new Date());

/** The dialog over the board: keys, drivers' links, or where to move a task. */
export type BoardDialog = "keys" | "links" | { move: string; name: string } | null;

export interface Spot {
  route: number;
  visit: number | null;
}

export const hovered = signal<Spot | null>(null);

export const routesInOrder = computed<readonly Route[]>(() =>
  [...(plan.value?.routes ?? [])].sort((a, b) => a.number - b.number),
);

export const selectedRoute = computed<Route | null>(() => {
  const number = Number(param("route"));
  return routesInOrder.value.find((route) => route.number === number) ?? null;
});

export const selectedVisit = computed<Visit | null>(() => {
  const id = Number(param("stop"));
  return selectedRoute.value?.visits.find((visit) => visit.id === id) ?? null;
});

export const selectedLeftOut = computed(() => {
  const ref = param("request");
  return plan.value?.unassigned.find((left) => left.request === ref) ?? null;
});

export const tab = computed<"routes" | "out">(() => (param("list") === "out" ? "out" : "routes"));

export const hiddenRoutes = computed<ReadonlySet<number>>(
  () => new Set((param("hidden") ?? "").split(",").filter(Boolean).map(Number)),
);

/** The route in the light: others fade. Hovering wins over the selection. */
export const lifted = computed<number | null>(() => hovered.value?.route ?? selectedRoute.value?.number ?? null);

export function select(route: number | null, visit: number | null = null): void {
  setParams({
    route: route === null ? null : String(route),
    stop: visit === null ? null : String(visit),
    request: null,
    ...(route === null ? {} : { list: null }),
  });
}

export function selectLeftOut(request: string | null): void {
  setParams({ request, route: null, stop: null, list: "out" });
}

export function showTab(next: "routes" | "out"): void {
  setParams({ list: next === "out" ? "out" : null });
}

export function toggleHidden(number: number): void {
  const next = new Set(hiddenRoutes.value);
  if (!next.delete(number)) next.add(number);
  setParams({ hidden: [...next].sort((a, b) => a - b).join(",") || null });
}

/** Stops a person would count: everything but the depot's ends. */
export function stopsOf(route: Route): Visit[] {
  return route.visits.filter((visit) => visit.kind !== "depot");
}

/** Numbers on badges: pickups and deliveries count from 1; unloading and rest carry a symbol instead. */
export function numbersOf(route: Route): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const visit of route.visits) {
    if (isService(visit)) numbers.set(visit.id, numbers.size + 1);
  }
  return numbers;
}

export function isService(visit: Visit): boolean {
  return visit.kind === "collect" || visit.kind === "pickup" || visit.kind === "deliver";
}

/** ↑↓: the stop before or after; from a route without a stop, its first or last. */
export function stepStop(step: 1 | -1): void {
  const route = selectedRoute.value ?? routesInOrder.value[0];
  if (!route) return;
  const stops = stopsOf(route);
  const at = stops.findIndex((visit) => visit.id === selectedVisit.value?.id);
  const next = at < 0 ? (step === 1 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, at + step));
  select(route.number, stops[next]?.id ?? null);
}

/** `[` and `]`: the route before or after, round and round. */
export function stepRoute(step: 1 | -1): void {
  const routes = routesInOrder.value;
  if (!routes.length) return;
  const at = routes.findIndex((route) => route.number === selectedRoute.value?.number);
  const next = at < 0 ? (step === 1 ? 0 : routes.length - 1) : (at + step + routes.length) % routes.length;
  select(routes[next]?.number ?? null);
}

/** Put what the drivers reported onto the plan. */
export function withReports(current: Plan, reports: readonly ReportEvent[]): Plan {
  const states = foldReports(reports);
  const routes = current.routes.map((route) => ({
    ...route,
    visits: route.visits.map((visit) => ({ ...visit, ...(states.get(visit.id) ?? {}) })),
  }));
  return { ...current, routes };
}

export const PHASES: readonly Phase[] = ["roads", "matrix", "first", "improving", "checking"];

export function isPlanning(current: Plan | null): boolean {
  return current?.status === "queued" || current?.status === "running";
}

export function tally(current: Plan): { done: number; failed: number; open: number } {
  const stops = current.routes.flatMap((route) => route.visits.filter(isService));
  const done = stops.filter((visit) => visit.status === "done").length;
  const failed = stops.filter((visit) => visit.status === "failed").length;
  return { done, failed, open: stops.length - done - failed };
}

/** Counts up whenever the whole plan should be brought into view. */
export const fitMap = signal(0);

export function clearSelection(): void {
  setParams({ route: null, stop: null, request: null });
}
