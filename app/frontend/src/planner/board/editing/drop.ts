import type { Edit, Offer, Plan } from "../../../api/types.ts";
import { movable, positionOf, routeOf } from "../../plan/stops.ts";

/** A place to put a stop: a truck, and the stop beside which; none: where it adds least. */
export interface Drop {
  vehicle: string;
  beside: string | null;
  after: boolean;
}

/** The edit that a drop asks for; null where the stop stays as it is. */
export function editOf(
  plan: Plan,
  held: { task: string; from: string | null },
  drop: Drop,
  offer: Offer | undefined,
): Edit | null {
  const kind = held.from === null ? "insert" : "move";
  const route = plan.routes.find((one) => one.vehicle.ref === drop.vehicle);
  const position =
    drop.beside === held.task
      ? null
      : drop.beside !== null && route
        ? beside(
            movable(route).map((visit) => visit.task ?? ""),
            held.task,
            drop,
          )
        : undefined;
  if (position === null) return null;
  if (position === undefined) {
    if (held.from === drop.vehicle) return null;
    return { kind, task: held.task, vehicle: drop.vehicle, ...(offer ? { position: offer.position } : {}) };
  }
  const own = routeOf(plan, held.task);
  if (own && own.vehicle.ref === drop.vehicle && positionOf(own, held.task) === position) return null;
  return { kind, task: held.task, vehicle: drop.vehicle, position };
}

function beside(tasks: readonly string[], task: string, drop: Drop): number {
  const others = tasks.filter((one) => one !== task);
  return others.indexOf(drop.beside ?? "") + (drop.after ? 1 : 0);
}
