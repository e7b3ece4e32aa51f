import type { Edit, Edited, Plan, Route, Visit } from "../../../api/types.ts";
import { movable, routeOf, visitOf } from "../../plan/stops.ts";

/** The plan with what a change did; routes that the answer does not name stay the same objects. */
export function editedPlan(plan: Plan, edited: Edited): Plan {
  const fresh = new Map(edited.routes.map((route) => [route.id, route]));
  const dropped = new Set(edited.dropped_routes);
  const kept = plan.routes
    .filter((route) => !dropped.has(route.id))
    .map((route) => {
      const next = fresh.get(route.id);
      fresh.delete(route.id);
      return next ?? route;
    });
  const { revision, can_undo, can_redo, figures, violations, locks, unassigned } = edited;
  return {
    ...plan,
    revision,
    can_undo,
    can_redo,
    figures: plan.figures ? { ...plan.figures, ...figures } : figures,
    violations,
    locks,
    unassigned,
    routes: [...kept, ...fresh.values()],
  };
}

/** How the plan will look, as far as that is known before the server has answered: the stop stands where it was put. */
export function placed(plan: Plan, edit: Edit): Plan {
  switch (edit.kind) {
    case "move":
      return moved(plan, edit);
    case "remove":
    case "exclude":
      return { ...plan, routes: plan.routes.map((route) => without(route, edit.task)) };
    case "reverse":
      return {
        ...plan,
        routes: plan.routes.map((route) => (route.vehicle.ref === edit.vehicle ? reversed(route) : route)),
      };
    case "pin":
      return edit.task
        ? withLocks(plan, { stops: { ...plan.locks.stops, [edit.task]: routeOf(plan, edit.task)?.vehicle.ref ?? "" } })
        : plan;
    case "unpin":
      return withLocks(plan, {
        stops: Object.fromEntries(Object.entries(plan.locks.stops).filter(([task]) => task !== edit.task)),
      });
    case "lock_route":
      return withLocks(plan, { routes: [...plan.locks.routes, edit.vehicle ?? ""] });
    case "unlock_route":
      return withLocks(plan, { routes: plan.locks.routes.filter((ref) => ref !== edit.vehicle) });
    default:
      return plan;
  }
}

function withLocks(plan: Plan, locks: Partial<Plan["locks"]>): Plan {
  return { ...plan, locks: { ...plan.locks, ...locks } };
}

function without(route: Route, task: string | undefined): Route {
  return route.visits.some((visit) => visit.task === task)
    ? { ...route, visits: route.visits.filter((visit) => visit.task !== task) }
    : route;
}

function moved(plan: Plan, { task, vehicle, position }: Edit): Plan {
  const visit = task ? visitOf(plan, task) : null;
  const target = plan.routes.find((route) => route.vehicle.ref === vehicle);
  // A pickup with its delivery, a truck that stays at home so far, the best place: the server knows.
  if (visit?.kind !== "collect" || !target || position === undefined) return plan;
  return {
    ...plan,
    routes: plan.routes.map((route) => {
      const rest = without(route, task);
      if (route !== target) return rest;
      const before = movable(rest)[position];
      const at = before ? rest.visits.indexOf(before) : lastStop(rest) + 1;
      return { ...rest, visits: [...rest.visits.slice(0, at), visit, ...rest.visits.slice(at)] };
    }),
  };
}

function lastStop(route: Route): number {
  const last = movable(route).at(-1);
  return last ? route.visits.indexOf(last) : 0;
}

function reversed(route: Route): Route {
  const back = movable(route).reverse();
  return {
    ...route,
    visits: route.visits.map((visit) => (movable(route).includes(visit) ? (back.shift() as Visit) : visit)),
  };
}
