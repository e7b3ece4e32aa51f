import type { Phase, Plan, ReportEvent } from "../../api/types.ts";
import { foldReports } from "../../shared/reports.ts";
import { isService } from "./stops.ts";

/** Put what the drivers reported onto the plan. */
export function withReports(current: Plan, reports: readonly ReportEvent[]): Plan {
  const states = foldReports(reports);
  const routes = current.routes.map((route) => ({
    ...route,
    visits: route.visits.map((visit) => ({ ...visit, ...(states.get(visit.id) ?? {}) })),
  }));
  return { ...current, routes };
}

export const PHASES: readonly Phase[] = ["roads", "matrix", "first", "improving", "checking"];

export function isPlanning(current: Plan | null): boolean {
  return current?.status === "queued" || current?.status === "running";
}

export function tally(current: Plan): { done: number; failed: number; open: number } {
  const stops = current.routes.flatMap((route) => route.visits.filter(isService));
  const done = stops.filter((visit) => visit.status === "done").length;
  const failed = stops.filter((visit) => visit.status === "failed").length;
  return { done, failed, open: stops.length - done - failed };
}
