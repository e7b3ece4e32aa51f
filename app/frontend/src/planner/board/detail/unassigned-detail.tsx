import type { JSX } from "preact";
import type { Plan, Unassigned } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { reasonText, relaxationText } from "../../plan/reasons.ts";
import { BringIn, RequirementButtons } from "../editing/edit-buttons.tsx";
import { Fact } from "./fact.tsx";

export function UnassignedDetail({ plan, left }: { plan: Plan; left: Unassigned }): JSX.Element {
  const way = relaxationText(left, plan);
  return (
    <article class="detail">
      <header>
        <div>
          <h2>{left.name || left.request}</h2>
          <p class="quiet-text">{t(`out-${left.group}`)}</p>
        </div>
      </header>
      <p>{reasonText(left, plan)}</p>
      {way && <p class="way">→ {way}</p>}
      <BringIn key={left.request} plan={plan} left={left} />
      <RequirementButtons plan={plan} left={left} />
      <dl class="facts">
        <Fact label={t("detail-request")}>
          <span class="code">{left.request}</span>
        </Fact>
        <Fact label={t("detail-code")}>
          <span class="code">{left.code}</span>
        </Fact>
        {left.lon !== null && left.lat !== null && (
          <Fact label={t("detail-position")}>
            {left.lon.toFixed(5)}, {left.lat.toFixed(5)}
          </Fact>
        )}
      </dl>
    </article>
  );
}
