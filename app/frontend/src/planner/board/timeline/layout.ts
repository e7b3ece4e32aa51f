import type { Route, Visit } from "../../../api/types.ts";

/** One piece of a route's day, in seconds after the plan's start. */
export interface Piece {
  kind: "drive" | "wait" | "service" | "rest" | "unload";
  from_s: number;
  to_s: number;
  visit: Visit | null;
}

/**
 * The day of one route, piece by piece, without gaps: driving from a departure to the next arrival,
 * waiting from an arrival to the start of service, then the halt itself.
 */
export function piecesOf(route: Route): Piece[] {
  const pieces: Piece[] = [];
  let left_s: number | null = null;
  for (const visit of route.visits) {
    const arrival_s = visit.arrival_s ?? visit.start_s ?? visit.departure_s;
    if (arrival_s === null) continue;
    if (left_s !== null && arrival_s > left_s)
      pieces.push({ kind: "drive", from_s: left_s, to_s: arrival_s, visit: null });
    const start_s = visit.start_s ?? arrival_s;
    const departure_s = visit.departure_s ?? start_s;
    if (visit.kind !== "depot") {
      if (start_s > arrival_s) pieces.push({ kind: "wait", from_s: arrival_s, to_s: start_s, visit });
      pieces.push({ kind: pieceKind(visit), from_s: start_s, to_s: departure_s, visit });
    }
    left_s = departure_s;
  }
  return pieces;
}

function pieceKind(visit: Visit): Piece["kind"] {
  if (visit.kind === "rest" || visit.kind === "break" || visit.kind === "charge") return "rest";
  return visit.kind === "unload" ? "unload" : "service";
}

/** First and last second the axis shows: whole hours around every route and shift in use. */
export function axisOf(routes: readonly Route[], startOfDay_s = 0): [number, number] {
  let from_s = Infinity;
  let to_s = -Infinity;
  for (const route of routes) {
    for (const piece of piecesOf(route)) {
      from_s = Math.min(from_s, piece.from_s);
      to_s = Math.max(to_s, piece.to_s);
    }
  }
  if (from_s > to_s) [from_s, to_s] = [8 * 3600 - startOfDay_s, 18 * 3600 - startOfDay_s];
  const hour = (value: number, round: (x: number) => number): number =>
    round((value + startOfDay_s) / 3600) * 3600 - startOfDay_s;
  return [hour(from_s, Math.floor), Math.max(hour(to_s, Math.ceil), hour(from_s, Math.floor) + 3600)];
}

/** Full hours between the ends, thinned so that labels at least `gap_px` apart fit in `width_px`. */
export function ticksOf(axis: readonly [number, number], width_px: number, gap_px = 48): number[] {
  const hours = (axis[1] - axis[0]) / 3600;
  const step = [1, 2, 3, 4, 6, 12, 24].find((every) => (width_px / hours) * every >= gap_px) ?? 24;
  const ticks: number[] = [];
  for (let at = axis[0]; at <= axis[1]; at += step * 3600) ticks.push(at);
  return ticks;
}

/** Seconds to pixels on an axis of the given width. */
export function scaleTo(axis: readonly [number, number], width_px: number): (at_s: number) => number {
  const perSecond = width_px / (axis[1] - axis[0]);
  return (at_s) => (at_s - axis[0]) * perSecond;
}
