import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { distanceText } from "./distance-text.ts";
import { perTonne } from "./prices.tsx";
import type { Answer, Shown, Study } from "./types.ts";

/** "Stage 2 · 2027"; stages count from 0 here, for people from 1. */
export function stageName(answer: Answer, stage: number): string {
  const year = answer.stages?.[stage]?.year;
  return t("coverage-stage", { n: stage + 1 }) + (year === undefined ? "" : ` · ${year}`);
}

/** Which of four shades a stage has: the fourth and all later ones the same, their number is on them. */
export function shadeOf(stage: number): number {
  return Math.min(stage, 3);
}

/** A stage's number in its colour, as its points have it on the map. */
export function StageMark({ stage }: { stage: number }): JSX.Element {
  return <span class={`stage stage-${shadeOf(stage)}`}>{stage + 1}</span>;
}

/** What is open by each stage, and how far everybody is then; a click shows a stage on the map. */
export function StageTable({
  study,
  answer,
  shown,
  onStage,
}: {
  study: Study;
  answer: Answer;
  shown: Shown | null;
  onStage: (stage: number) => void;
}): JSX.Element {
  const stages = answer.stages ?? [];
  const costs = stages.map((_stage, number) => {
    const priced = answer.pricing?.stages?.[number]?.alternative;
    return priced === null || priced === undefined ? undefined : answer.pricing?.alternatives?.[priced]?.cost_per_tonne;
  });
  const priced = costs.some((cost) => cost !== undefined);
  return (
    <table class="coverage-table stages">
      <caption>{t("coverage-stages")}</caption>
      <thead>
        <tr>
          <th>{t("coverage-stageShort")}</th>
          <th class="number">{t("coverage-points")}</th>
          <th class="number">{t("coverage-covered")}</th>
          <th class="number">{t("coverage-worst")}</th>
          {priced && <th class="number">{t("coverage-perTonne")}</th>}
        </tr>
      </thead>
      <tbody>
        {stages.map((stage, number) => (
          <tr key={number} aria-current={shown?.stage === number ? "true" : undefined}>
            <th scope="row">
              <button type="button" class="link" onClick={() => onStage(number)}>
                <StageMark stage={number} /> {stage.year ?? ""}
                <span class="hidden">{t("coverage-stageShow")}</span>
              </button>
            </th>
            <td class="number">
              {stage.open.length}
              {number > 0 && ` (+${stage.open.length - stages[number - 1]!.open.length})`}
            </td>
            <td class="number">
              {stage.figures.covered === undefined ? "–" : `${format.number(stage.figures.covered * 100, 1)} %`}
            </td>
            <td class="number">{distanceText(study, stage.figures.worst)}</td>
            {priced && <td class="number">{perTonne(costs[number])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
