import { computed, effect, signal } from "@preact/signals";
import { type ApiError, call } from "../../../api/client.ts";
import type { Edit, Edited, HistoryStep, Plan } from "../../../api/types.ts";
import { roadOf } from "../../plan/roads.ts";
import { mayPlan } from "../../session.ts";
import { plan, select, selectedRoute, selectedVisit } from "../state.ts";
import { editedPlan, placed, routeOf, visitOf } from "./apply-edit.ts";
import { type Change, type Clash, EditQueue, isEdit } from "./edit-queue.ts";

/** Something that a dispatcher must know of a change: it stays until she has seen it. */
export type Trouble =
  | { kind: "refused"; change: Change; error: ApiError }
  | { kind: "lost"; changes: readonly Change[] }
  | { kind: "locked"; what: "route" | "stop"; name: string };

export const waiting = signal<readonly Change[]>([]);
export const clash = signal<Clash | null>(null);
export const trouble = signal<Trouble | null>(null);
export const steps = signal<readonly HistoryStep[] | null>(null);

/** A draft in the hands of somebody who may plan. */
export const mayEdit = computed(() => mayPlan && plan.value?.status === "planned" && !plan.value.continues);

/** Trucks whose figures are old until the server has answered, and stops whose times are. */
export const unsaved = computed(() => {
  const edits = waiting.value.filter(isEdit).filter((edit) => MOVING.has(edit.kind));
  return {
    any: waiting.value.some((change) => !isEdit(change)) || edits.length > 0,
    tasks: new Set(edits.flatMap((edit) => (edit.task ? [edit.task] : []))),
    vehicles: new Set(
      edits
        .flatMap((edit) => [
          edit.vehicle,
          edit.other,
          edit.task && base ? routeOf(base, edit.task)?.vehicle.ref : undefined,
        ])
        .filter((ref) => ref !== undefined),
    ),
  };
});

const MOVING: ReadonlySet<string> = new Set(["move", "insert", "remove", "exclude", "reverse", "swap", "reorder"]);
const PUT: ReadonlySet<string> = new Set(["move", "insert"]);

/** Stops that somebody has put where they are: they carry the pencil. */
export const byHand = computed<ReadonlySet<string>>(() => {
  const kept = steps.value ?? [];
  const at = kept.find((step) => step.current)?.number ?? -1;
  return new Set(
    kept.flatMap((step) =>
      step.number <= at && PUT.has(step.edit.kind ?? "") && step.edit.task ? [step.edit.task] : [],
    ),
  );
});

/** The plan as the server last told it, while changes wait on top of it. */
let base: Plan | null = null;
let opened = "";
let reading = 0;

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
    void askRoads();
    void readHistory();
  },
  clashed: (found) => {
    clash.value = found;
    base = found.current;
    if (base.id === plan.value?.id) show(base);
  },
  refused: (change, error) => (trouble.value = { kind: "refused", change, error }),
  lost: (changes) => (trouble.value = { kind: "lost", changes }),
});

/** Change the plan; the board shows it at once and says when it is not saved. */
export function change(wanted: Change): void {
  const current = plan.value;
  if (!current || !mayEdit.value) return;
  if (isEdit(wanted) && !allowed(current, wanted)) return;
  trouble.value = null;
  void queue.add(wanted);
}

export function settle(how: "mine" | "theirs"): void {
  clash.value = null;
  void queue.settle(how).then(readHistory);
}

/** Do again what got no answer; had it arrived after all, the server says so and nothing is done twice. */
export function again(changes: readonly Change[]): void {
  trouble.value = null;
  for (const one of changes) void queue.add(one);
}

/** Locked and pinned refuse and say so, before anything is sent. */
function allowed(current: Plan, edit: Edit): boolean {
  if (!MOVING.has(edit.kind)) return true;
  const from = edit.task ? routeOf(current, edit.task)?.vehicle.ref : undefined;
  const locked = [edit.vehicle, edit.other, from].find(
    (ref) => ref !== undefined && current.locks.routes.includes(ref),
  );
  if (locked) trouble.value = { kind: "locked", what: "route", name: plateOf(current, locked) };
  const pinned = edit.task ? current.locks.stops[edit.task] : undefined;
  const leaves = pinned !== undefined && !(edit.kind === "move" && edit.vehicle === pinned) && edit.kind !== "reorder";
  if (leaves && !locked)
    trouble.value = { kind: "locked", what: "stop", name: visitOf(current, edit.task ?? "")?.name ?? "" };
  return !locked && !leaves;
}

export function plateOf(current: Plan, ref: string): string {
  return current.routes.find((route) => route.vehicle.ref === ref)?.vehicle.plate || ref;
}

function post(wanted: Change, revision: number): Promise<Edited> {
  const path = `/api/v1/plans/${encodeURIComponent((base ?? plan.value)?.id ?? "")}`;
  return isEdit(wanted)
    ? call(`${path}/edits`, { method: "POST", body: { ...wanted, revision } })
    : call(`${path}/${wanted.kind}`, { method: "POST", body: { revision } });
}

/** Put a plan in view; what was selected stays selected where it has gone. */
export function show(next: Plan): void {
  const route = selectedRoute.peek()?.vehicle.ref;
  const task = selectedVisit.peek()?.task;
  plan.value = next;
  const on = task ? routeOf(next, task) : null;
  const at = on ?? next.routes.find((one) => one.vehicle.ref === route);
  const visit = on && task ? on.visits.find((one) => one.task === task) : null;
  if (task && (selectedVisit.peek()?.task !== task || selectedRoute.peek() !== on))
    select(at?.number ?? null, visit?.id ?? null);
}

/** The roads of routes that were changed are found by the server when they are asked for. */
async function askRoads(): Promise<void> {
  const current = base ?? plan.value;
  const bare = current?.routes.filter((route) => !route.geometry) ?? [];
  for (const { number } of bare) {
    const geometry = await roadOf(current?.id ?? "", number);
    if (!geometry || plan.value?.id !== current?.id) return; // the plan is whole without its lines
    const asked = current?.routes.find((route) => route.number === number);
    const lay = (to: Plan): Plan => ({
      ...to,
      routes: to.routes.map((route) =>
        route.number === number && !route.geometry && sameStops(route, asked) ? { ...route, geometry } : route,
      ),
    });
    if (base) base = lay(base);
    if (plan.value) plan.value = lay(plan.value);
  }
}

function sameStops(one: Plan["routes"][number], other: Plan["routes"][number] | undefined): boolean {
  return one.visits.length === other?.visits.length && one.visits.every((visit, k) => visit.id === other.visits[k]?.id);
}

export async function readHistory(): Promise<void> {
  const id = plan.value?.id;
  if (!id) return;
  reading += 1;
  const found = await call<HistoryStep[]>(`/api/v1/plans/${encodeURIComponent(id)}/history`).catch(() => null);
  reading -= 1;
  if (found && plan.value?.id === id) steps.value = found;
}

/** Nothing is waiting and nothing is to be settled: another's version may be put in view. */
export function atRest(): boolean {
  return queue.idle && !reading;
}

/** When another plan is opened, or this one has come: its history, and roads that were not laid yet. */
effect(() => {
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
  void askRoads();
});
