import type { HistoryStep } from "../../../api/types.ts";

/** Steps that were not there before, or what stands now where somebody has gone back. */
export function stepsSince(
  known: readonly HistoryStep[] | null,
  found: readonly HistoryStep[],
): readonly HistoryStep[] {
  if (!known) return [];
  const before = new Set(known.map((step) => `${step.number} ${step.at}`));
  const fresh = found.filter((step) => !before.has(`${step.number} ${step.at}`));
  if (fresh.length) return fresh.filter((step) => step.edit.kind); // the state before the first change is nobody's
  const at = (list: readonly HistoryStep[]): number => list.find((step) => step.current)?.number ?? -1;
  const [then, now] = [at(known), at(found)];
  if (then === now) return [];
  return found.filter((step) => step.number > Math.min(then, now) && step.number <= Math.max(then, now));
}
