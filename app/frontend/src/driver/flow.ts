import type { Visit, VisitKind } from "../api/types.ts";
import { foldReports, type VisitState } from "../shared/reports.ts";
import type { ReportKind, StoredReport } from "./types.ts";

/** What the one main button does next. */
export type Step = "arrive" | "weigh" | "finish" | "unload" | "rest" | "resume" | "leave" | "return" | "none";

const SERVICE: readonly VisitKind[] = ["collect", "pickup", "deliver"];

export function isService(kind: VisitKind): boolean {
  return SERVICE.includes(kind);
}

/** The next step at a stop. Unloading, rest and the depot are stops with the same flow. */
export function stepOf(visit: Pick<Visit, "kind" | "departure_s">, status: VisitState["status"]): Step {
  if (status === "done" || status === "failed") return "none";
  if (visit.kind === "depot") return visit.departure_s === null ? "return" : "leave";
  if (visit.kind === "rest" || visit.kind === "break" || visit.kind === "charge")
    return status === "arrived" ? "resume" : "rest";
  if (status === "todo") return "arrive";
  if (visit.kind === "unload") return "unload";
  return visit.kind === "deliver" ? "finish" : "weigh";
}

/** What a step reports. Weighing reports nothing by itself: it opens the keypad. */
export const REPORTS: Readonly<Partial<Record<Step, ReportKind>>> = {
  arrive: "arrived",
  finish: "done",
  unload: "done",
  rest: "arrived",
  resume: "done",
  leave: "done",
  return: "done",
};

/**
 * State of every visit as the driver should see it: this phone's own reports where some are not yet
 * received, else what the server last said.
 */
export function statesOf(
  visits: readonly Pick<Visit, "id" | "status" | "reason">[],
  reports: readonly StoredReport[],
): Map<number, VisitState> {
  const own = foldReports(reports.filter((report) => report.state !== "refused"));
  const unsent = new Set(reports.filter((report) => report.state === "kept").map((report) => report.visit));
  return new Map(
    visits.map((visit) => {
      const mine = unsent.has(visit.id) ? own.get(visit.id) : undefined;
      return [visit.id, mine ?? { status: visit.status, reason: visit.reason ?? null }];
    }),
  );
}

/** The first stop in the driver's order that is neither done nor given up; null when the day is over. */
export function nextStop<T extends Pick<Visit, "id">>(
  visits: readonly T[],
  states: ReadonlyMap<number, VisitState>,
): T | null {
  return (
    visits.find((visit) => {
      const status = states.get(visit.id)?.status ?? "todo";
      return status === "todo" || status === "arrived";
    }) ?? null
  );
}

/** Digits typed on the keypad: at most five before the point and one after it. */
export function typed(text: string, key: string): string {
  if (key === "back") return text.slice(0, -1);
  if (key === ".") return text.includes(".") ? text : `${text || "0"}.`;
  const next = text === "0" ? key : text + key;
  return /^\d{1,5}(\.\d?)?$/.test(next) ? next : text;
}

/** The weight typed, or null for none. */
export function weight_kg(text: string): number | null {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}
