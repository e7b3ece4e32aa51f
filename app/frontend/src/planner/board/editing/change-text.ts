import type { Plan } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { visitOf } from "./apply-edit.ts";
import { type Change, isEdit } from "./edit-queue.ts";
import { truckName } from "./offers.ts";

/** A change in words: "Luyang point → A123". */
export function changeText(plan: Plan, change: Change): string {
  if (!isEdit(change)) return t(`change.${change.kind}`);
  const task = change.task ?? "";
  const stop = visitOf(plan, task)?.name || plan.unassigned.find((left) => left.task === task)?.name || task;
  const truck = truckName(plan, change.vehicle ?? "");
  return t(`change.${change.kind}`, { stop, truck, other: truckName(plan, change.other ?? "") });
}
