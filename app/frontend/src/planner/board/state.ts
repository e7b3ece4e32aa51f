import { signal } from "@preact/signals";
import type { Plan, Progress, ReportEvent } from "../../api/types.ts";
import type { Router } from "../router.ts";
import { createSelection } from "./selection.ts";

/** The dialog over the board: keys, drivers' links, or where to move a task. */
export type BoardDialog = "keys" | "links" | { move: string; name: string } | null;

export type BoardState = ReturnType<typeof createBoardState>;

/** One plan as the board shows it: the plan, how planning goes, the drivers' reports, and the selection. */
export function createBoardState(router: Router) {
  const plan = signal<Plan | null>(null);
  return {
    plan,
    progress: signal<Progress | null>(null),
    /** Cost by time while planning, for the sparkline. */
    costs: signal<readonly { at: number; cost: number }[]>([]),
    events: signal<readonly ReportEvent[]>([]),
    connection: signal<"live" | "polling" | "lost">("live"),
    now: signal(new Date()),
    dialog: signal<BoardDialog>(null),
    /** Counts up whenever the whole plan should be brought into view. */
    fitMap: signal(0),
    ...createSelection(router, plan),
  };
}
