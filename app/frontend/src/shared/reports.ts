import type { VisitStatus } from "../api/types.ts";

/** What a visit's state is made from: a driver's report, here or at the server. */
export interface Report {
  id: string | number;
  visit: number | null;
  kind: string;
  reason: string | null;
  at: string;
  kg?: number | null;
}

export interface VisitState {
  status: VisitStatus;
  reason: string | null;
}

const STATUSES: Readonly<Record<string, VisitStatus>> = { arrived: "arrived", done: "done", failed: "failed" };

/**
 * State of each visit that has a report, in the order things happened by the phone's clock;
 * an undo takes back the report before it. The server folds in the same way.
 */
export function foldReports(reports: readonly Report[]): Map<number, VisitState> {
  const standing = new Map<number, Report[]>();
  const inOrder = reports
    .map((report, index) => ({ report, index, at: Date.parse(report.at) }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  for (const { report } of inOrder) {
    if (report.visit === null) continue;
    const stack = standing.get(report.visit) ?? [];
    if (report.kind === "undo") stack.pop();
    else if (STATUSES[report.kind]) stack.push(report);
    else continue;
    standing.set(report.visit, stack);
  }
  const states = new Map<number, VisitState>();
  for (const [visit, stack] of standing) {
    const last = stack.at(-1);
    states.set(visit, { status: (last && STATUSES[last.kind]) ?? "todo", reason: last?.reason ?? null });
  }
  return states;
}
