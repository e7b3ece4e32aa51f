import { signal } from "@preact/signals";
import type { Offers } from "../../../api/types.ts";
import { offersByTruck } from "../../plan/offers.ts";
import { positionOf, routeOf } from "../../plan/stops.ts";
import type { TruckNames } from "../../plan/truck-names.ts";
import type { BoardState } from "../state.ts";
import { type Drop, editOf } from "./drop.ts";
import { createEdgeScroll } from "./edge-scroll.ts";
import type { Editing } from "./editing.ts";
import type { OfferCache } from "./offers.ts";

/** A stop being dragged: where the pointer is, what it is over, and what each truck would cost. */
export interface Dragged {
  task: string;
  name: string;
  /** The truck it is taken from; null for an unassigned one. */
  from: string | null;
  offers: Offers | null;
  over: Drop | null;
  x: number;
  y: number;
}

interface Grab {
  clientX: number;
  clientY: number;
  button: number;
  pointerType?: string;
}

const SLACK_PX = 5;

export type Drag = ReturnType<typeof createDrag>;

/** Dragging a stop to another place, in the list, on the timeline and on the map. */
export function createDrag(
  { hovered, plan }: BoardState,
  { change, mayEdit, trouble }: Editing,
  { offersOf }: OfferCache,
  { readPlates }: TruckNames,
) {
  const dragged = signal<Dragged | null>(null);
  const edgeScroll = createEdgeScroll(".board-scroll, .timeline-scroll");
  /** The map draws on a canvas: it says itself what is under the pointer. */
  let dropOnMap: ((x: number, y: number) => Drop | null) | null = null;

  /** Begin on pointer down; a drag only once the pointer has moved. */
  function grab(event: Grab, task: string | null | undefined, name: string): void {
    if (!mayEdit.value || !task || event.button !== 0 || dragged.value) return;
    if (event.pointerType === "touch") return; // a finger scrolls the list; it has the buttons
    const from = { x: event.clientX, y: event.clientY };
    const move = (next: PointerEvent): void => {
      if (!dragged.value && Math.hypot(next.clientX - from.x, next.clientY - from.y) < SLACK_PX) return;
      if (dragged.value || lift(task, name)) follow(next);
      else finish(false);
    };
    const up = (): void => finish(true);
    const cancel = (): void => finish(false);
    const keys = (key: KeyboardEvent): void => {
      if (key.key !== "Escape" || !dragged.value) return;
      key.preventDefault();
      key.stopPropagation();
      finish(false);
    };
    const finish = (apply: boolean): void => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", keys, true);
      release(apply);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", keys, true);
  }

  /** Take the stop up, unless its route is locked; the offers come while it is carried. */
  function lift(task: string, name: string): boolean {
    const current = plan.value;
    if (!current) return false;
    const route = routeOf(current, task);
    if (route && current.locks.routes.includes(route.vehicle.ref)) {
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
      () => undefined, // without offers it can still be dropped; the answer to that says what is wrong
    );
    return true;
  }

  function follow(event: PointerEvent): void {
    const held = dragged.value;
    if (!held) return;
    event.preventDefault();
    edgeScroll.near(event);
    const over = dropAt(event.clientX, event.clientY);
    dragged.value = { ...held, over, x: event.clientX, y: event.clientY };
    const route = over ? plan.value?.routes.find((one) => one.vehicle.ref === over.vehicle) : undefined;
    hovered.value = route ? { route: route.number, visit: null } : null;
  }

  /** End the drag: drop the stop where it is, or leave it where it was. */
  function release(apply: boolean): void {
    edgeScroll.stop();
    document.documentElement.classList.remove("dragging");
    const held = dragged.value;
    dragged.value = null;
    if (!held) return;
    hovered.value = null;
    // The click that ends a drag selects nothing.
    const swallow = (click: Event): void => click.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    const current = plan.value;
    if (!apply || !current || !held.over) return;
    const offer = held.offers ? offersByTruck(held.offers.offers).get(held.over.vehicle) : undefined;
    const edit = editOf(current, held, held.over, offer);
    if (edit) change(edit);
  }

  function dropAt(x: number, y: number): Drop | null {
    const element = document.elementFromPoint(x, y);
    if (element?.closest(".map-box")) return dropOnMap?.(x, y) ?? null;
    return dropOn(element?.closest<HTMLElement | SVGElement>("[data-truck]") ?? null, x, y);
  }

  /** Say what lies at a point of the window on the map. */
  function setMapDrop(at: (x: number, y: number) => Drop | null): void {
    dropOnMap = at;
  }

  /** One place earlier or later on the same truck: the same as a drag, by key. */
  function shift(task: string, step: 1 | -1): void {
    const current = plan.value;
    const route = current ? routeOf(current, task) : null;
    if (!route) return;
    const position = positionOf(route, task) + step;
    const others = route.visits.filter((visit) => visit.task && visit.task !== task).length;
    if (position >= 0 && position <= others) change({ kind: "move", task, vehicle: route.vehicle.ref, position });
  }

  return { dragged, grab, setMapDrop, shift };
}

/** The place that an element of the list or the timeline stands for. */
function dropOn(place: HTMLElement | SVGElement | null, x: number, y: number): Drop | null {
  if (!place?.dataset.truck) return null;
  const beside = place.dataset.beside;
  if (!beside) return { vehicle: place.dataset.truck, beside: null, after: false };
  const box = place.getBoundingClientRect();
  const after = place instanceof SVGElement ? x > box.left + box.width / 2 : y > box.top + box.height / 2;
  return { vehicle: place.dataset.truck, beside, after };
}
