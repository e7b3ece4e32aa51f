import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Progress } from "../../api/types.ts";
import { FaultText } from "../../shared/fault.tsx";
import { language, t, tOr } from "../../shared/language.ts";
import { Figure } from "../elements/figure.tsx";
import { format, mayStudy } from "../session.ts";
import { BandTable } from "./band-table.tsx";
import { Curve } from "./curve.tsx";
import { distanceText, withinText } from "./distance-text.ts";
import { OperationDialog } from "./operation-dialog.tsx";
import { PointList } from "./point-list.tsx";
import { Prices } from "./prices.tsx";
import { StageTable, stageName } from "./stages.tsx";
import type { Answer, Scenario, Shown, Study } from "./types.ts";

interface AnswerProps {
  study: Study;
  scenario: Scenario | null;
  shown: Shown | null;
  progress: Progress | null;
  byHand: boolean;
  waiting: boolean;
  onToggle: (column: number) => void;
  onStage: (stage: number) => void;
  onReset: () => void;
  onRadius: (radius: number) => void;
  onChanged: () => void;
}

/** The answer in figures and words, its curve, the points by hand, and what comes of it. */
export function AnswerPanel(props: AnswerProps): JSX.Element {
  const { study, scenario, shown, byHand } = props;
  if (!scenario) return <p class="quiet-text">{t("coverage-noAnswer")}</p>;
  const path = `/api/v1/studies/${study.id}/scenarios/${scenario.id}`;
  if (scenario.status === "queued" || scenario.status === "running")
    return <Searching path={path} scenario={scenario} progress={props.progress} />;
  const answer = scenario.answer;
  return (
    <>
      {scenario.fault && <FaultText fault={scenario.fault} />}
      {scenario.status === "cancelled" && <p>{t("scenario-cancelled")}</p>}
      {answer?.status === "infeasible" && <Impossible study={study} answer={answer} onRadius={props.onRadius} />}
      {shown && <Figures study={study} shown={shown} waiting={props.waiting} />}
      {answer && shown && (
        <p class="proof" role="status">
          {byHand ? (
            <>
              {shown.stage === undefined ? t("coverage-estimate") : stageName(answer, shown.stage)}{" "}
              <button type="button" class="link" onClick={props.onReset}>
                {t("coverage-reset")}
              </button>
            </>
          ) : (
            proof(answer)
          )}
        </p>
      )}
      {answer?.stages && <StageTable study={study} answer={answer} shown={shown} onStage={props.onStage} />}
      {answer?.curve && <Curve points={answer.curve} chosen={answer.open.length} />}
      {answer?.pricing && !byHand && <Prices pricing={answer.pricing} />}
      {shown?.reach && <BandTable study={study} shown={shown} />}
      <PointList study={study} answer={answer} shown={shown} onToggle={props.onToggle} />
      {answer && answer.open.length > 0 && <Actions path={path} scenario={scenario} onChanged={props.onChanged} />}
    </>
  );
}

function Searching({
  path,
  scenario,
  progress,
}: {
  path: string;
  scenario: Scenario;
  progress: Progress | null;
}): JSX.Element {
  const phase = tOr("scenario-phase", progress?.phase ?? scenario.phase);
  return (
    <div class="searching">
      <p role="status">
        {phase}
        {progress?.seconds_left ? ` · ${format.seconds(Math.round(progress.seconds_left))}` : ""}
      </p>
      <progress max={100} value={progress?.percent ?? 0} aria-label={phase} />
      {mayStudy && (
        <button type="button" onClick={() => void call(`${path}/cancel`, { method: "POST" })}>
          {t("coverage-stop")}
        </button>
      )}
    </div>
  );
}

function Impossible({
  study,
  answer,
  onRadius,
}: {
  study: Study;
  answer: Answer;
  onRadius: (radius: number) => void;
}): JSX.Element {
  const least = answer.least_radius;
  return (
    <div class="missing" role="alert">
      <h3>{t("coverage-impossible")}</h3>
      {language === "en" && <p>{answer.reason}</p>}
      <FaultText fault={{ code: answer.code ?? "C404", cause: answer.reason ?? "", action: "", where: "" }} />
      {least !== undefined && mayStudy && (
        <button type="button" onClick={() => onRadius(least)}>
          {t("coverage-tryRadius", { n: withinText(study, least) })}
        </button>
      )}
    </div>
  );
}

function Figures({ study, shown, waiting }: { study: Study; shown: Shown; waiting: boolean }): JSX.Element {
  const { figures } = shown;
  const mark = waiting ? "≈ " : "";
  return (
    <div class="figures" aria-busy={waiting}>
      {figures.covered !== undefined && (
        <Figure
          value={`${mark}${format.number(figures.covered * 100, 1)} %`}
          label={withinText(study, figures.within ?? 0)}
          tone={figures.covered > 0.9999 ? "good" : "warning"}
        />
      )}
      <Figure value={String(shown.open.length)} label={t("coverage-points")} />
      <Figure value={mark + distanceText(study, figures.worst)} label={t("coverage-worst")} />
      <Figure value={mark + distanceText(study, figures.mean)} label={t("coverage-mean")} />
      {figures.fixed !== undefined && <Figure value={format.money(figures.fixed)} label={t("coverage-fixed")} />}
      {(figures.unreachable ?? 0) > 0 && <p>{t("coverage-unreachable", { n: figures.unreachable ?? 0 })}</p>}
    </div>
  );
}

export function proof(answer: Answer): string {
  if (answer.status === "optimal") return t("coverage-proved");
  return answer.gap === null
    ? t("coverage-unproved")
    : t("coverage-gap", { n: format.number(Math.ceil(answer.gap * 1000) / 10, 1) });
}

function Actions({
  path,
  scenario,
  onChanged,
}: {
  path: string;
  scenario: Scenario;
  onChanged: () => void;
}): JSX.Element {
  const [operating, setOperating] = useState(false);
  return (
    <div class="answer-actions">
      <a class="button" href={`${path}/answer.xlsx`} download>
        {t("coverage-export")} XLSX
      </a>
      <a class="button" href={`${path}/answer.geojson`} download>
        GeoJSON
      </a>
      <a class="button" href={`${path}/answer.pdf`} target="_blank" rel="noreferrer">
        PDF
      </a>
      {mayStudy && (
        <button type="button" class="primary" onClick={() => setOperating(true)}>
          {t("coverage-operate")}
        </button>
      )}
      {scenario.operated_at && <span class="status status-published">{t("coverage-operated")}</span>}
      {operating && (
        <OperationDialog
          path={path}
          stages={scenario.answer?.stages?.map((_stage, number) => stageName(scenario.answer!, number)) ?? []}
          onClose={() => setOperating(false)}
          onDone={() => {
            setOperating(false);
            onChanged();
          }}
        />
      )}
    </div>
  );
}
