import type { Plan } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { visitOf } from "../../plan/stops.ts";
import type { TruckNames } from "../../plan/truck-names.ts";
import { type Change, isEdit } from "./edit-queue.ts";

/** A change in words: "Luyang point → A123". */
export function changeText(plan: Plan, change: Change, truckName: TruckNames["truckName"]): string {
  if (!isEdit(change)) return t(`change-${change.kind}`);
  const task = change.task ?? "";
  const stop = visitOf(plan, task)?.name || plan.unassigned.find((left) => left.task === task)?.name || task;
  const truck = truckName(plan, change.vehicle ?? "");
  return t(`change-${change.kind}`, { stop, truck, other: truckName(plan, change.other ?? "") });
}
