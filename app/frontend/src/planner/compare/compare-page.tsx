import "./compare.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Changes, Plan, PlanSummary } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { naturalOther, planName, plansBeside } from "../plan/plans-of-day.ts";
import { withRoads } from "../plan/roads.ts";
import { useTruckNames } from "../plan/truck-names.ts";
import { useRouter } from "../router.ts";
import { format } from "../session.ts";
import { ChangeList, stopName } from "./change-list.tsx";
import { CompareMap } from "./compare-map.tsx";
import { FigureTable } from "./figure-table.tsx";
import { DayPlans } from "./plans-of-day.tsx";

interface Both {
  plan: Plan;
  other: Plan | null;
  plans: readonly PlanSummary[];
  changes: Changes | null;
}

/** Which alternative: two plans of a day side by side, in figures, on the map, and what moved. */
export function ComparePage({ id }: { id: string }): JSX.Element {
  const { readPlates } = useTruckNames();
  const { param, follow } = useRouter();
  const [both, setBoth] = useState<Both | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const against = param("against");
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const found = await load(id, against);
      void readPlates(found.plan);
      if (!gone) setBoth(found);
      // Roads of routes changed by hand are found when they are asked for.
      const [plan, other] = await Promise.all([withRoads(found.plan), found.other && withRoads(found.other)]);
      if (!gone && (plan !== found.plan || other !== found.other)) setBoth({ ...found, plan, other });
    };
    read().catch((error: unknown) => {
      if (!gone) setFault(error);
    });
    document.title = `${t("compare-title")} · ${t("app-name")}`;
    return () => {
      gone = true;
    };
  }, [id, against, round]);
  if (fault)
    return (
      <main id="main" class="lone">
        <Fault error={fault} />
      </main>
    );
  if (!both)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  const { plan, other, plans, changes } = both;
  return (
    <main id="main" class="compare-page">
      <header class="board-header">
        <div class="board-title">
          <h1>
            {t("compare-title")} · {nameOf(plan.centre)} · {format.date(plan.date)}
          </h1>
          <div class="board-actions">
            <a class="button" href={`/plans/${plan.id}`} onClick={follow}>
              {t("compare-back")}
            </a>
          </div>
        </div>
      </header>
      <div class="compare-side">
        {other && changes ? <FigureTable plan={plan} other={other} /> : <p class="empty">{t("compare-only")}</p>}
        <DayPlans plan={plan} other={other} plans={plans} onCopied={() => setRound(round + 1)} />
        {other && changes && <Moved changes={changes} plan={plan} other={other} />}
      </div>
      <div class="compare-maps">
        {other && (
          <section class="compare-map" aria-label={t("compare-other")}>
            <h2>
              {t("compare-other")}: {planName(other)}
            </h2>
            <div class="compare-map-box">
              <CompareMap key={other.id} plan={other} />
            </div>
          </section>
        )}
        <section class="compare-map" aria-label={t("compare-this")}>
          <h2>
            {t("compare-this")}: {planName(plan)}
          </h2>
          <div class="compare-map-box">
            <CompareMap key={plan.id} plan={plan} />
          </div>
        </section>
      </div>
    </main>
  );
}

async function load(id: string, against: string | null): Promise<Both> {
  const path = (one: string): string => `/api/v1/plans/${encodeURIComponent(one)}`;
  const plan = await call<Plan>(path(id));
  const plans = await plansBeside(plan);
  const otherId = against ?? naturalOther(plan, plans)?.id;
  if (!otherId || otherId === id) return { plan, plans, other: null, changes: null };
  const [other, changes] = await Promise.all([
    call<Plan>(path(otherId)),
    call<Changes>(`${path(id)}/changes?against=${encodeURIComponent(otherId)}`),
  ]);
  return { plan, plans, other, changes };
}

function Moved({ changes, plan, other }: { changes: Changes; plan: Plan; other: Plan }): JSX.Element {
  const names = (stops: Changes["served"]): string =>
    stops.map((stop) => stopName(stop, other, plan)).join(t("list-comma"));
  return (
    <section class="moved" aria-labelledby="moved">
      <h2 id="moved">{t("compare-moved")}</h2>
      {!changes.routes.length && <p class="quiet-text">{t("compare-same")}</p>}
      {changes.served.length > 0 && (
        <p>
          <b>
            +{changes.served.length} {t("compare-served")}:
          </b>{" "}
          {names(changes.served)}
        </p>
      )}
      {changes.left_out.length > 0 && (
        <p>
          <b>
            −{changes.left_out.length} {t("compare-leftOut")}:
          </b>{" "}
          {names(changes.left_out)}
        </p>
      )}
      <ChangeList changes={changes} before={other} after={plan} />
    </section>
  );
}
