import type { JSX } from "preact";
import type { PlanSummary } from "../../api/types.ts";
import { t, tOr } from "../../shared/language.ts";
import { useRouter } from "../router.ts";
import { format } from "../session.ts";

export function EarlierPlans({ plans }: { plans: readonly PlanSummary[] }): JSX.Element | null {
  const { follow } = useRouter();
  if (!plans.length) return null;
  const newest = [...plans].sort((a, b) => b.created_at.localeCompare(a.created_at));
  return (
    <section aria-labelledby="plans-title">
      <h2 id="plans-title">
        {t("today-plans")} <span class="count">{plans.length}</span>
      </h2>
      <ul class="plan-rows">
        {newest.map((one) => (
          <li key={one.id}>
            <a href={`/plans/${one.id}`} onClick={follow}>
              <span class="plan-time">{format.instant(one.created_at)}</span>
              <span class={`status status-${one.status}`}>
                {one.version > 0 ? `v${one.version} ` : ""}
                {tOr("status", one.status)}
              </span>
              <span class="plan-figures">{summaryOf(one)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function summaryOf(one: PlanSummary): string {
  const figures = one.figures;
  if (!figures || figures.tasks === undefined) return "";
  const parts = [`${figures.served ?? 0}/${figures.tasks}`];
  if (figures.routes) parts.push(t("today-trucks", { n: figures.routes }));
  if (figures.distance_m) parts.push(format.km(figures.distance_m));
  if (figures.cost) parts.push(format.money(figures.cost, figures.currency));
  return parts.join(" · ");
}
