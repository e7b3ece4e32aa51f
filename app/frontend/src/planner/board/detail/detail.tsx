import type { JSX } from "preact";
import type { Plan } from "../../../api/types.ts";
import { methodsOf, t, tOr } from "../../../shared/language.ts";
import { useBoard } from "../store.ts";
import { RouteDetail } from "./route-detail.tsx";
import { StopDetail } from "./stop-detail.tsx";
import { UnassignedDetail } from "./unassigned-detail.tsx";

/** What is selected, in full. */
export function Detail({ plan }: { plan: Plan }): JSX.Element {
  const { selectedRoute, selectedVisit, selectedUnassigned } = useBoard();
  const route = selectedRoute.value;
  const visit = selectedVisit.value;
  const left = selectedUnassigned.value;
  if (route && visit) return <StopDetail plan={plan} route={route} visit={visit} />;
  if (route) return <RouteDetail plan={plan} route={route} />;
  if (left) return <UnassignedDetail plan={plan} left={left} />;
  return <NothingSelected plan={plan} />;
}

function NothingSelected({ plan }: { plan: Plan }): JSX.Element {
  const methods = Object.entries(methodsOf(plan));
  return (
    <div class="detail">
      <p class="quiet-text">{t(plan.routes.length ? "detail-nothing" : "detail-nothingYet")}</p>
      {methods.length > 0 && plan.routes.length > 0 && (
        <section>
          <h3>{t("detail-methods")}</h3>
          <dl class="methods">
            {methods.map(([key, text]) => (
              <div key={key}>
                <dt>{tOr("method", key)}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
