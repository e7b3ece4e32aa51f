import type { Plan, Route, Visit } from "../../api/types.ts";

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

/** Stops that can be moved by hand, in the order of their route. */
export function movable(route: Route): Visit[] {
  return route.visits.filter(
    (visit) => visit.task && (visit.kind === "collect" || visit.kind === "pickup" || visit.kind === "deliver"),
  );
}

export function routeOf(plan: Plan, task: string): Route | null {
  return plan.routes.find((route) => route.visits.some((visit) => visit.task === task)) ?? null;
}

export function visitOf(plan: Plan, task: string): Visit | null {
  return routeOf(plan, task)?.visits.find((visit) => visit.task === task) ?? null;
}

/** How many stops of its route come before a stop, the stop itself left out: what an edit calls its position. */
export function positionOf(route: Route, task: string): number {
  return movable(route).findIndex((visit) => visit.task === task);
}

/** Whether a stop is served after its window closes, and by how many seconds; 0 where it is not. */
export function late_s(visit: Visit): number {
  const closes_s = visit.windows?.at(-1)?.[1] ?? visit.window?.[1];
  if (closes_s === undefined || visit.start_s === null) return 0;
  return Math.max(0, visit.start_s - closes_s);
}
