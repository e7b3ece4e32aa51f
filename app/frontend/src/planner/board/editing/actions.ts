import type { Plan, Route, Visit } from "../../../api/types.ts";
import { isService } from "../../plan/stops.ts";
import type { BoardState } from "../state.ts";
import type { Drag } from "./drag.ts";
import type { Editing } from "./editing.ts";

export type Actions = ReturnType<typeof createActions>;

/** What keys and buttons do to a draft. */
export function createActions(board: BoardState, { change, mayEdit, waiting }: Editing, { shift }: Drag) {
  const { plan, select, selectedUnassigned, selectedRoute, selectedVisit } = board;

  /** What a key does to the draft; null for a key without meaning here or without a fitting selection. */
  function editAction(event: KeyboardEvent): (() => void) | null {
    if (event.key === "!") return stepViolation;
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
    switch (event.key.toLowerCase()) {
      case "m":
        return openMoveOfSelected(task);
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

  function openMoveOfSelected(task: string | null): (() => void) | null {
    if (task) return () => openMove(task, selectedVisit.value?.name ?? task);
    const left = selectedUnassigned.value;
    const { task: other } = left ?? {};
    return left && other ? () => openMove(other, left.name || left.request) : null;
  }

  /** Open the list of places where a task could go. */
  function openMove(task: string, name: string): void {
    board.dialog.value = { move: task, name };
  }

  function undo(): void {
    if (plan.value?.can_undo || waiting.value.length) change({ kind: "undo" });
  }

  function redo(): void {
    if (plan.value?.can_redo) change({ kind: "redo" });
  }

  function toggleLock(route: Route): () => void {
    const locked = plan.value?.locks.routes.includes(route.vehicle.ref);
    return () => change({ kind: locked ? "unlock_route" : "lock_route", vehicle: route.vehicle.ref });
  }

  function togglePin(task: string): () => void {
    const pinned = plan.value?.locks.stops[task] !== undefined;
    return () => change({ kind: pinned ? "unpin" : "pin", task });
  }

  /** Select the next violation: its stop where it has one, else its route. */
  function stepViolation(): void {
    const spots = plan.value ? spotsOf(plan.value) : [];
    if (!spots.length) return;
    const here = spots.findIndex(
      ({ route, visit }) => route === selectedRoute.value && (visit?.id ?? null) === (selectedVisit.value?.id ?? null),
    );
    const next = spots[(here + 1) % spots.length];
    if (next) select(next.route.number, next.visit?.id ?? null);
  }

  return { editAction, openMove, undo, redo, toggleLock, togglePin, stepViolation };
}

/** The route, and the stop if any, of every violation. */
function spotsOf(plan: Plan): { route: Route; visit: Visit | undefined }[] {
  return plan.violations.flatMap((broken) => {
    const route = plan.routes.find((one) =>
      broken.vehicle ? one.vehicle.ref === broken.vehicle : one.visits.some((visit) => visit.task === broken.task),
    );
    const visit = broken.task ? route?.visits.find((one) => one.task === broken.task) : undefined;
    return route ? [{ route, visit }] : [];
  });
}
