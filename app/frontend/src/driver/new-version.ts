import type { Visit } from "../api/types.ts";
import type { VisitState } from "../shared/reports.ts";
import type { Day } from "./types.ts";

/** Whether the driver is at a stop: arrived, not done. */
export function inHand(visits: readonly Pick<Visit, "id">[], states: ReadonlyMap<number, VisitState>): boolean {
  return visits.some((visit) => states.get(visit.id)?.status === "arrived");
}

/** The new day with the names of stops that only the old one knew. */
export function namesFrom(old: Day, fresh: Day): Day {
  if (!fresh.notice) return fresh;
  const names: Record<string, string> = {};
  for (const visit of [...old.route.visits, ...fresh.route.visits])
    if (visit.task && visit.name) names[visit.task] = visit.name;
  return { ...fresh, notice: { ...fresh.notice, names } };
}

/** What a stop of a notice is called. */
export function calledIn(day: Day, stop: { task: string; request: string | null }): string {
  return (
    day.route.visits.find((visit) => visit.task === stop.task)?.name ||
    day.notice?.names?.[stop.task] ||
    stop.request ||
    stop.task
  );
}
