import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Plan, PlanSummary } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { planName } from "../plan/plans-of-day.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan } from "../session.ts";

export function DayPlans({
  plan,
  other,
  plans,
  onCopied,
}: {
  plan: Plan;
  other: Plan | null;
  plans: readonly PlanSummary[];
  onCopied: () => void;
}): JSX.Element {
  const { setParams, follow } = useRouter();
  const [fault, setFault] = useState<unknown>(null);
  const copy = async (id: string): Promise<void> => {
    try {
      await call(`/api/v1/plans/${encodeURIComponent(id)}/copy`, { method: "POST", body: {} });
      onCopied();
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <section aria-labelledby="day-plans">
      <h2 id="day-plans">
        {t("compare-plans")} <span class="count">{plans.length}</span>
      </h2>
      {fault ? <Fault error={fault} /> : null}
      <ul class="day-plans">
        {plans.map((one) => (
          <li key={one.id} class={one.id === plan.id ? "selected" : ""}>
            <label>
              <input
                type="radio"
                name="against"
                disabled={one.id === plan.id}
                checked={one.id === other?.id}
                onChange={() => setParams({ against: one.id })}
              />{" "}
              {planName(one)}
              {one.id === plan.id ? ` · ${t("compare-this")}` : ""}
            </label>
            <span class="quiet-text">
              {one.figures?.cost ? format.money(one.figures.cost, one.figures.currency) : ""}
            </span>
            <a class="button quiet" href={`/plans/${one.id}`} onClick={follow}>
              {t("compare-open")}
            </a>
            {mayPlan && (
              <button type="button" onClick={() => void copy(one.id)}>
                {t("compare-duplicate")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
