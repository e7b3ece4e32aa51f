import type { ComponentChildren, JSX } from "preact";
import type { Figures, Plan } from "../../../api/types.ts";
import { Violation } from "../../../shared/icons.tsx";
import { methodsOf, t } from "../../../shared/language.ts";
import { Figure } from "../../elements/figure.tsx";
import { tally } from "../../plan/status.ts";
import { format } from "../../session.ts";
import { useActions, useEditing } from "../store.ts";

export function FigureRow({ plan, figures }: { plan: Plan; figures: Figures }): JSX.Element {
  const { unsaved } = useEditing();
  const { stepViolation } = useActions();
  const method = (key: string): string | undefined => methodsOf(plan)[key];
  const live = tally(plan);
  const old = unsaved.value.any;
  const entries: { key: string; value: ComponentChildren; label: string }[] = [
    { key: "served", value: `${figures.served}/${figures.tasks}`, label: t("figure-served") },
    { key: "routes", value: format.number(figures.routes), label: t("figure-trucks", { n: figures.routes }) },
    { key: "distance_m", value: format.km(figures.distance_m), label: t("figure-distance") },
    { key: "duration_s", value: format.hours(figures.duration_s), label: t("figure-duration") },
    { key: "kg", value: format.mass(figures.kg), label: t("figure-mass") },
    { key: "cost", value: format.money(figures.cost, figures.currency), label: t("figure-cost") },
    { key: "co2_kg", value: format.mass(figures.co2_kg), label: t("figure-co2") },
  ];
  return (
    <div class={old ? "figures unsaved" : "figures"}>
      {entries.map(({ key, value, label }) => (
        <Figure key={key} value={value} label={label} method={method(key)} />
      ))}
      {!!figures.closures && (
        <Figure
          value={format.number(figures.closures)}
          label={t("figure-closures", { n: figures.closures })}
          method={method("closures")}
        />
      )}
      {figures.violations > 0 && (
        <Figure
          value={
            <button type="button" class="quiet violation-count" onClick={stepViolation} title={t("figure-stepThrough")}>
              <Violation label="" /> {figures.violations}
            </button>
          }
          label={t("figure-violations", { n: figures.violations })}
          tone="danger"
        />
      )}
      {plan.status === "published" && (
        <Figure value={`${live.done}/${live.done + live.failed + live.open}`} label={t("figure-done")} tone="good" />
      )}
      {live.failed > 0 && <Figure value={format.number(live.failed)} label={t("figure-failed")} tone="danger" />}
    </div>
  );
}
