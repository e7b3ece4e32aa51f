import type { JSX } from "preact";
import type { Plan } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";

/** Why there are no routes to list, and what comes next. */
export function EmptyRoutes({ plan, planning }: { plan: Plan; planning: boolean }): JSX.Element {
  if (planning) return <p class="empty">{t("empty-planning")}</p>;
  if (plan.status === "failed") return <p class="empty">{t("empty-failed")}</p>;
  return <p class="empty">{t(plan.unassigned.length ? "empty-allOut" : "empty-noRoutes")}</p>;
}
