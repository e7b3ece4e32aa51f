import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../../api/client.ts";
import type { Plan } from "../../../api/types.ts";
import { Fault } from "../../../shared/fault.tsx";
import { t, tOr } from "../../../shared/language.ts";
import { PHASES } from "../../plan/status.ts";
import { format, mayPlan } from "../../session.ts";
import { useBoard } from "../store.ts";

/** How far planning is: phases, percent, cost so far, seconds left, and the way to stop it. */
export function PlanningBar({ plan }: { plan: Plan }): JSX.Element {
  const { progress } = useBoard();
  const [stopping, setStopping] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const state = progress.value;
  const phase = state?.phase ?? plan.phase;
  const at = PHASES.indexOf(phase);
  const percent = Math.round(state?.percent ?? 0);
  const stop = async (): Promise<void> => {
    setStopping(true);
    try {
      await call(`/api/v1/plans/${encodeURIComponent(plan.id)}/cancel`, { method: "POST" });
    } catch (error) {
      setFault(error);
      setStopping(false);
    }
  };
  return (
    <div class="planning" data-phase={phase}>
      <ol class="phases" aria-label={t("planning-phases")}>
        {PHASES.map((name, index) => (
          <li
            key={name}
            class={index < at ? "past" : index === at ? "here" : ""}
            aria-current={index === at ? "step" : undefined}
          >
            {tOr("phase", name)}
          </li>
        ))}
      </ol>
      <div
        class="bar"
        role="progressbar"
        aria-label={t("planning-bar")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <svg width="100%" height="8" preserveAspectRatio="none" viewBox="0 0 100 8" aria-hidden="true">
          <rect width={percent} height="8" />
        </svg>
      </div>
      <b class="planning-percent">{format.percent(percent)}</b>
      <dl class="planning-facts">
        <div>
          <dt>{t("planning-cost")}</dt>
          <dd>
            {typeof state?.cost === "number" ? format.money(state.cost) : "–"} <Sparkline />
          </dd>
        </div>
        <div>
          <dt>{t("figure-served")}</dt>
          <dd>{typeof state?.served === "number" ? `${state.served}/${state.tasks ?? "–"}` : "–"}</dd>
        </div>
        <div>
          <dt>{t("planning-left")}</dt>
          <dd>
            {typeof state?.seconds_left === "number" ? format.seconds(Math.max(0, Math.ceil(state.seconds_left))) : "–"}
          </dd>
        </div>
      </dl>
      {mayPlan && (
        <button type="button" disabled={stopping} onClick={() => void stop()}>
          {t(stopping ? "planning-stopping" : "planning-stop")}
        </button>
      )}
      {fault ? <Fault error={fault} /> : null}
    </div>
  );
}

const WIDTH = 96;
const HEIGHT = 20;

/** Cost by time since the first complete plan, as steps: it only ever falls. */
function Sparkline(): JSX.Element | null {
  const { costs } = useBoard();
  const points = costs.value;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const low = Math.min(...points.map((point) => point.cost));
  const high = Math.max(...points.map((point) => point.cost));
  const x = (at: number): number => ((at - first.at) / (last.at - first.at || 1)) * (WIDTH - 4) + 2;
  const y = (cost: number): number => HEIGHT - 3 - ((cost - low) / (high - low || 1)) * (HEIGHT - 6);
  const line = points
    .map((point, index) =>
      index ? `H${x(point.at).toFixed(1)}V${y(point.cost).toFixed(1)}` : `M${x(point.at)} ${y(point.cost)}`,
    )
    .join("");
  return (
    <svg
      class="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("planning-spark", { first: format.money(first.cost), last: format.money(last.cost) })}
    >
      <path d={line} />
      <circle cx={x(last.at)} cy={y(last.cost)} r="2" />
    </svg>
  );
}
