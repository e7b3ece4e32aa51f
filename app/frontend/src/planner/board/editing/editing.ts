import { computed, effect, signal } from "@preact/signals";
import { type ApiError, call } from "../../../api/client.ts";
import type { Edit, Edited, HistoryStep, Plan } from "../../../api/types.ts";
import { roadOf } from "../../plan/roads.ts";
import { routeOf, visitOf } from "../../plan/stops.ts";
import { mayPlan } from "../../session.ts";
import type { BoardState } from "../state.ts";
import { editedPlan, placed } from "./apply-edit.ts";
import { type Change, type Clash, EditQueue, isEdit } from "./edit-queue.ts";

/** Something about a change that the dispatcher must acknowledge; it stays in view until then. */
export type Trouble =
  | { kind: "refused"; change: Change; error: ApiError }
  | { kind: "lost"; changes: readonly Change[] }
  | { kind: "locked"; what: "route" | "stop"; name: string };

const MOVING: ReadonlySet<string> = new Set(["move", "insert", "remove", "exclude", "reverse", "swap", "reorder"]);
const PLACING: ReadonlySet<string> = new Set(["move", "insert"]);

export type Editing = ReturnType<typeof createEditing>;

/**
 * Changes of a plan by hand. A change is shown at once and sent in the background; until the server has
 * answered, `base` is the plan as the server last stated it and the board shows `base` with the waiting changes.
 */
export function createEditing({ plan, select, selectedRoute, selectedVisit }: BoardState) {
  const waiting = signal<readonly Change[]>([]);
  const clash = signal<Clash | null>(null);
  const trouble = signal<Trouble | null>(null);
  const steps = signal<readonly HistoryStep[] | null>(null);
  let base: Plan | null = null;
  let opened = "";
  let reading = 0;

  /** A draft, and somebody who may plan. */
  const mayEdit = computed(() => mayPlan && plan.value?.status === "planned" && !plan.value.continues);
  /** Trucks and tasks whose figures and times are out of date until the server has answered. */
  const unsaved = computed(() => unsavedOf(waiting.value, base));
  /** Tasks that somebody has moved or inserted by hand: they carry the pencil. */
  const byHand = computed(() => placedByHand(steps.value ?? []));

  const queue = new EditQueue(post, {
    revision: () => (base ?? plan.value)?.revision ?? 0,
    waiting: (changes) => {
      base ??= plan.value;
      waiting.value = changes;
      if (base && !clash.value && base.id === plan.value?.id) show(changes.filter(isEdit).reduce(placed, base));
      if (!changes.length) base = null;
    },
    saved: (edited) => {
      if (base) base = editedPlan(base, edited);
      void readRoads();
      void readHistory();
    },
    clashed: (found) => {
      clash.value = found;
      base = found.current;
      if (base.id === plan.value?.id) show(base);
    },
    refused: (change, error) => {
      trouble.value = { kind: "refused", change, error };
    },
    lost: (changes) => {
      trouble.value = { kind: "lost", changes };
    },
  });

  /** Change the plan; the board shows it at once and says when it is not saved. */
  function change(wanted: Change): void {
    const current = plan.value;
    if (!current || !mayEdit.value) return;
    const lock = isEdit(wanted) ? lockAgainst(current, wanted) : null;
    trouble.value = lock;
    if (!lock) void queue.add(wanted);
  }

  /** After a clash: apply the own changes to the colleague's version, or drop them. */
  function resolve(how: "mine" | "theirs"): void {
    clash.value = null;
    void queue.resolve(how).then(readHistory);
  }

  /** Send again what got no answer; had it arrived after all, the revision makes the server refuse it. */
  function again(changes: readonly Change[]): void {
    trouble.value = null;
    for (const one of changes) void queue.add(one);
  }

  function post(wanted: Change, revision: number): Promise<Edited> {
    const path = `/api/v1/plans/${encodeURIComponent((base ?? plan.value)?.id ?? "")}`;
    return isEdit(wanted)
      ? call(`${path}/edits`, { method: "POST", body: { ...wanted, revision } })
      : call(`${path}/${wanted.kind}`, { method: "POST", body: { revision } });
  }

  /** Put a plan in view; the selection follows the selected task. */
  function show(next: Plan): void {
    const route = selectedRoute.peek()?.vehicle.ref;
    const task = selectedVisit.peek()?.task;
    plan.value = next;
    const on = task ? routeOf(next, task) : null;
    const at = on ?? next.routes.find((one) => one.vehicle.ref === route);
    const visit = on && task ? on.visits.find((one) => one.task === task) : null;
    if (task && (selectedVisit.peek()?.task !== task || selectedRoute.peek() !== on))
      select(at?.number ?? null, visit?.id ?? null);
  }

  /** Read the lines of changed routes, which the server computes when they are asked for. */
  async function readRoads(): Promise<void> {
    const current = base ?? plan.value;
    for (const asked of current?.routes.filter((route) => !route.geometry) ?? []) {
      const geometry = await roadOf(current?.id ?? "", asked.number);
      if (!geometry || plan.value?.id !== current?.id) return; // the plan is whole without its lines
      const withLine = (to: Plan): Plan => ({
        ...to,
        routes: to.routes.map((route) =>
          route.number === asked.number && !route.geometry && sameStops(route, asked) ? { ...route, geometry } : route,
        ),
      });
      if (base) base = withLine(base);
      if (plan.value) plan.value = withLine(plan.value);
    }
  }

  async function readHistory(): Promise<void> {
    const id = plan.value?.id;
    if (!id) return;
    reading += 1;
    const found = await call<HistoryStep[]>(`/api/v1/plans/${encodeURIComponent(id)}/history`).catch(() => null);
    reading -= 1;
    if (found && plan.value?.id === id) steps.value = found;
  }

  /** Nothing waits, is being read or has clashed: a colleague's version may be put in view. */
  function atRest(): boolean {
    return queue.idle && !reading;
  }

  /** When a draft comes into view: its history, and lines that are not computed yet. */
  const dispose = effect(() => {
    const current = plan.value;
    if (current?.id === opened || !current) {
      if (!current) opened = "";
      return;
    }
    if (current.status !== "planned") return;
    opened = current.id;
    trouble.value = null;
    clash.value = null;
    steps.value = null;
    void readHistory();
    void readRoads();
  });

  return {
    waiting,
    clash,
    trouble,
    steps,
    mayEdit,
    unsaved,
    byHand,
    change,
    resolve,
    again,
    show,
    readHistory,
    atRest,
    dispose,
  };
}

function unsavedOf(changes: readonly Change[], base: Plan | null) {
  const edits = changes.filter(isEdit).filter((edit) => MOVING.has(edit.kind));
  const trucksOf = (edit: Edit): (string | undefined)[] => [
    edit.vehicle,
    edit.other,
    edit.task && base ? routeOf(base, edit.task)?.vehicle.ref : undefined,
  ];
  return {
    any: changes.some((change) => !isEdit(change)) || edits.length > 0,
    tasks: new Set(edits.flatMap((edit) => (edit.task ? [edit.task] : []))),
    vehicles: new Set(edits.flatMap(trucksOf).filter((ref) => ref !== undefined)),
  };
}

function placedByHand(history: readonly HistoryStep[]): ReadonlySet<string> {
  const at = history.find((step) => step.current)?.number ?? -1;
  return new Set(
    history.flatMap(({ number, edit }) =>
      number <= at && PLACING.has(edit.kind ?? "") && edit.task ? [edit.task] : [],
    ),
  );
}

/** The lock or pin that forbids an edit; null where none does. */
function lockAgainst(plan: Plan, edit: Edit): Trouble | null {
  if (!MOVING.has(edit.kind)) return null;
  const from = edit.task ? routeOf(plan, edit.task)?.vehicle.ref : undefined;
  const locked = [edit.vehicle, edit.other, from].find((ref) => ref !== undefined && plan.locks.routes.includes(ref));
  if (locked) return { kind: "locked", what: "route", name: plateOf(plan, locked) };
  const pinned = edit.task ? plan.locks.stops[edit.task] : undefined;
  const leaves = pinned !== undefined && !(edit.kind === "move" && edit.vehicle === pinned) && edit.kind !== "reorder";
  return leaves ? { kind: "locked", what: "stop", name: visitOf(plan, edit.task ?? "")?.name ?? "" } : null;
}

function plateOf(plan: Plan, ref: string): string {
  return plan.routes.find((route) => route.vehicle.ref === ref)?.vehicle.plate || ref;
}

function sameStops(one: Plan["routes"][number], other: Plan["routes"][number]): boolean {
  return one.visits.length === other.visits.length && one.visits.every((visit, k) => visit.id === other.visits[k]?.id);
}
