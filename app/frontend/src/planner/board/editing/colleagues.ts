import { computed, signal } from "@preact/signals";
import { call } from "../../../api/client.ts";
import type { HistoryStep, Plan } from "../../../api/types.ts";
import { routeOf } from "../../plan/stops.ts";
import type { BoardState } from "../state.ts";
import type { Editing } from "./editing.ts";
import { stepsSince } from "./history.ts";

const EVERY_MS = 5000;

export type Colleagues = ReturnType<typeof createColleagues>;

/** What others have changed since this board was read; nothing moves until it is asked for. */
export function createColleagues({ plan }: BoardState, { mayEdit, atRest, steps, show, readHistory }: Editing) {
  const news = signal<readonly HistoryStep[]>([]);

  /** The trucks that others have touched, with the name of who did. */
  const touchedBy = computed<ReadonlyMap<string, string>>(() => {
    const current = plan.value;
    const marks = new Map<string, string>();
    for (const { edit, by } of news.value) {
      const from = current && edit.task ? routeOf(current, edit.task)?.vehicle.ref : undefined;
      for (const ref of [edit.vehicle, edit.other, from]) if (ref) marks.set(ref, by ?? "");
    }
    return marks;
  });

  /** Poll the history until stopped. */
  function watchColleagues(): () => void {
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => clearInterval(timer);
  }

  async function look(): Promise<void> {
    const current = plan.value;
    if (!current || !mayEdit.value || !atRest() || document.visibilityState !== "visible") return;
    const known = steps.value;
    const found = await call<HistoryStep[]>(`/api/v1/plans/${encodeURIComponent(current.id)}/history`).catch(
      () => null,
    );
    // Own changes read the history themselves: what differs now is somebody else's.
    if (!found || !atRest() || steps.value !== known || plan.value?.revision !== current.revision) return;
    news.value = stepsSince(known, found);
  }

  /** Put the colleague's version in view. */
  async function showNews(): Promise<void> {
    const current = plan.value;
    if (!current || !atRest()) return;
    const fresh = await call<Plan>(`/api/v1/plans/${encodeURIComponent(current.id)}`).catch(() => null);
    if (!fresh || !atRest() || plan.value?.id !== fresh.id) return;
    show(fresh);
    await readHistory();
    news.value = [];
  }

  return { news, touchedBy, watchColleagues, showNews };
}
