import { signal } from "@preact/signals";
import type { Offers } from "../../../api/types.ts";
import { offersByTruck } from "../../plan/offers-text.ts";
import { hovered, plan } from "../state.ts";
import { positionOf, routeOf } from "./apply-edit.ts";
import { type Drop, editOf } from "./drop.ts";
import { offersOf, readPlates } from "./offers.ts";
import { change, mayEdit, trouble } from "./session.ts";

/** A stop in the hand: where the pointer is, what it is over, and what each truck would ask. */
export interface Dragged {
  task: string;
  name: string;
  /** The truck it is taken from; null for one that is left out. */
  from: string | null;
  offers: Offers | null;
  over: Drop | null;
  x: number;
  y: number;
}

export const dragged = signal<Dragged | null>(null);

/** The map draws on a canvas: it says itself what is under the pointer. */
export const mapDrop: { at: ((x: number, y: number) => Drop | null) | null } = { at: null };

const SLACK_PX = 5;

/** Begin on pointer down; a drag only once the pointer has moved. */
export function grab(
  event: { clientX: number; clientY: number; button: number; pointerType?: string },
  task: string | null | undefined,
  name: string,
): void {
  if (!mayEdit.value || !task || event.button !== 0 || dragged.value) return;
  if (event.pointerType === "touch") return; // a finger scrolls the list; it has the buttons
  const from = { x: event.clientX, y: event.clientY };
  const move = (next: PointerEvent): void => {
    if (!dragged.value && Math.hypot(next.clientX - from.x, next.clientY - from.y) < SLACK_PX) return;
    if (dragged.value || lift(task, name)) follow(next);
    else finish(false);
  };
  const up = (): void => finish(true);
  const keys = (key: KeyboardEvent): void => {
    if (key.key !== "Escape" || !dragged.value) return;
    key.preventDefault();
    key.stopPropagation();
    finish(false);
  };
  const cancel = (): void => finish(false);
  const finish = (apply: boolean): void => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", keys, true);
    clearInterval(scrolling);
    document.documentElement.classList.remove("dragging");
    const held = dragged.value;
    dragged.value = null;
    if (!held) return;
    hovered.value = null;
    // The click that ends a drag selects nothing.
    const swallow = (click: Event): void => click.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    if (apply) put(held);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", keys, true);
}

/** Take the stop up, unless it is locked where it is; its prices come while it is carried. */
function lift(task: string, name: string): boolean {
  const current = plan.value;
  if (!current) return false;
  const route = routeOf(current, task);
  const locked = route !== null && current.locks.routes.includes(route.vehicle.ref);
  if (locked) {
    trouble.value = { kind: "locked", what: "route", name: route.vehicle.plate };
    return false;
  }
  getSelection()?.removeAllRanges();
  document.documentElement.classList.add("dragging");
  dragged.value = { task, name, from: route?.vehicle.ref ?? null, offers: null, over: null, x: 0, y: 0 };
  void readPlates(current);
  void offersOf(current, task).then(
    (offers) => {
      if (dragged.value?.task === task) dragged.value = { ...dragged.value, offers };
    },
    () => undefined,
  ); // without prices it can still be put down; the answer to that says what is wrong
  return true;
}

function follow(event: PointerEvent): void {
  const held = dragged.value;
  if (!held) return;
  event.preventDefault();
  scrollNear(event);
  const over = dropAt(event.clientX, event.clientY);
  dragged.value = { ...held, over, x: event.clientX, y: event.clientY };
  const route = over ? plan.value?.routes.find((one) => one.vehicle.ref === over.vehicle) : undefined;
  hovered.value = route ? { route: route.number, visit: null } : null;
}

const EDGE_PX = 36;
const SCROLL_PX = 14;
let scrolling: ReturnType<typeof setInterval> | undefined;

/** Near the upper or lower edge of a list or the timeline it goes on, so that every truck can be reached. */
function scrollNear({ clientX, clientY }: PointerEvent): void {
  clearInterval(scrolling);
  for (const box of document.querySelectorAll(".board-scroll, .timeline-scroll")) {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top - EDGE_PX || clientY > bottom + EDGE_PX) continue;
    const by = clientY < top + EDGE_PX ? -SCROLL_PX : clientY > bottom - EDGE_PX ? SCROLL_PX : 0;
    if (by) scrolling = setInterval(() => box.scrollBy(0, by), 30);
    return;
  }
}

function dropAt(x: number, y: number): Drop | null {
  const element = document.elementFromPoint(x, y);
  if (element?.closest(".map-box")) return mapDrop.at?.(x, y) ?? null;
  const place = element?.closest<HTMLElement | SVGElement>("[data-truck]");
  if (!place?.dataset.truck) return null;
  const beside = place.dataset.beside;
  if (!beside) return { vehicle: place.dataset.truck, beside: null, after: false };
  const box = place.getBoundingClientRect();
  const after = place instanceof SVGElement ? x > box.left + box.width / 2 : y > box.top + box.height / 2;
  return { vehicle: place.dataset.truck, beside, after };
}

function put(held: Dragged): void {
  const current = plan.value;
  if (!current || !held.over) return;
  const offer = held.offers ? offersByTruck(held.offers.offers).get(held.over.vehicle) : undefined;
  const edit = editOf(current, held, held.over, offer);
  if (edit) change(edit);
}

/** One place earlier or later on the same truck: the same as a drag, by key. */
export function shift(task: string, step: 1 | -1): void {
  const current = plan.value;
  const route = current ? routeOf(current, task) : null;
  if (!route) return;
  const position = positionOf(route, task) + step;
  if (position >= 0 && position < route.visits.filter((visit) => visit.task && visit.task !== task).length + 1)
    change({ kind: "move", task, vehicle: route.vehicle.ref, position });
}
