import { signal } from "@preact/signals";
import type { Route, Visit } from "../../../api/types.ts";
import { isService, plan, select, selectedLeftOut, selectedRoute, selectedVisit } from "../state.ts";
import { shift } from "./drag.ts";
import { change, mayEdit, waiting } from "./session.ts";

/** Opens the list of places for a stop; the board sets it. */
export const openMove = signal<(task: string, name: string) => void>(() => undefined);

/** What a key does to the draft; null where it is no key of these, or nothing fit is selected. */
export function editAction(event: KeyboardEvent): (() => void) | null {
  if (event.key === "!") return () => stepViolation();
  if (!mayEdit.value) return null;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === "z") return event.shiftKey ? redo : undo;
  if (command) return null;
  const visit = selectedVisit.value;
  const task = visit?.task && isService(visit) ? visit.task : null;
  if (event.altKey) {
    if (event.key === "ArrowUp" && task) return () => shift(task, -1);
    return event.key === "ArrowDown" && task ? () => shift(task, 1) : null;
  }
  const left = selectedLeftOut.value;
  switch (event.key.toLowerCase()) {
    case "m":
      return visit && task
        ? () => openMove.value(task, visit.name ?? task)
        : left?.task
          ? () => openMove.value(left.task ?? "", left.name || left.request)
          : null;
    case "l":
      return selectedRoute.value ? toggleLock(selectedRoute.value) : null;
    case "p":
      return task ? togglePin(task) : null;
    case "x":
      return task ? () => change({ kind: "exclude", task }) : null;
    default:
      return null;
  }
}

export function undo(): void {
  if (plan.value?.can_undo || waiting.value.length) change({ kind: "undo" });
}

export function redo(): void {
  if (plan.value?.can_redo) change({ kind: "redo" });
}

export function toggleLock(route: Route): () => void {
  const locked = plan.value?.locks.routes.includes(route.vehicle.ref);
  return () => change({ kind: locked ? "unlock_route" : "lock_route", vehicle: route.vehicle.ref });
}

export function togglePin(task: string): () => void {
  const pinned = plan.value?.locks.stops[task] !== undefined;
  return () => change({ kind: pinned ? "unpin" : "pin", task });
}

/** The count steps through what breaks a rule: the stop where there is one, else the route. */
export function stepViolation(): void {
  const current = plan.value;
  const spots = (current?.violations ?? []).flatMap((broken): { route: Route; visit: Visit | undefined }[] => {
    const route = current?.routes.find((one) =>
      broken.vehicle ? one.vehicle.ref === broken.vehicle : one.visits.some((visit) => visit.task === broken.task),
    );
    return route
      ? [{ route, visit: broken.task ? route.visits.find((visit) => visit.task === broken.task) : undefined }]
      : [];
  });
  if (!spots.length) return;
  const here = spots.findIndex(
    ({ route, visit }) => route === selectedRoute.value && (visit?.id ?? null) === (selectedVisit.value?.id ?? null),
  );
  const next = spots[(here + 1) % spots.length];
  if (next) select(next.route.number, next.visit?.id ?? null);
}
