import { call } from "../../api/client.ts";
import type { Plan, PlanSummary } from "../../api/types.ts";
import { t, tOr } from "../../shared/language.ts";
import { format } from "../session.ts";

/** The finished plans of a plan's day, the newest first. */
export async function plansBeside(plan: Plan): Promise<PlanSummary[]> {
  const found = await call<PlanSummary[]>(
    `/api/v1/plans?centre=${encodeURIComponent(plan.centre.ref)}&date=${plan.date}`,
  );
  return found
    .filter((one) => one.status === "planned" || one.status === "published")
    .sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** What to compare with unless told: what it was made from, what is published, else the newest other. */
export function naturalOther(plan: Plan, plans: readonly PlanSummary[]): PlanSummary | null {
  const others = plans.filter((one) => one.id !== plan.id);
  return (
    others.find((one) => one.id === plan.based_on) ??
    others.find((one) => one.status === "published") ??
    others[0] ??
    null
  );
}

/** "09:41 draft", "10:02 published v3". */
export function planName(one: Pick<PlanSummary, "created_at" | "status" | "version"> & { label?: string }): string {
  return [
    one.label,
    t("compare-planName", {
      at: format.instant(one.created_at),
      status: tOr("status", one.status),
      version: one.version > 0 ? ` v${one.version}` : "",
    }),
  ]
    .filter(Boolean)
    .join(" · ");
}
