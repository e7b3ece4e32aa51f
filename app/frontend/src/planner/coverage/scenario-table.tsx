import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { distanceText, withinText } from "./distance-text.ts";
import { fetchedText, perTonne } from "./prices.tsx";
import { type CoverageFigures, letter, type Study } from "./types.ts";

interface ScenarioTableProps {
  study: Study;
  chosen: string | null;
  beside: string | null;
  onChoose: (id: string) => void;
  onBeside: (id: string | null) => void;
}

function Priced({ figures }: { figures: CoverageFigures }): JSX.Element {
  const { km_per_week: km, co2_kg_per_week: co2 } = figures;
  return (
    <>
      <td class="number">{perTonne(figures.cost_per_tonne)}</td>
      <td class="number">{km === undefined ? "–" : format.km(km * 1000)}</td>
      <td class="number">{co2 === undefined ? "–" : format.mass(co2)}</td>
      <td class="number">{fetchedText(figures.share_fetched)}</td>
    </>
  );
}

/** Scenarios side by side: what was asked, and what it reaches. */
export function ScenarioTable({ study, chosen, beside, onChoose, onBeside }: ScenarioTableProps): JSX.Element {
  if (!study.scenarios.length) return <p class="quiet-text">{t("coverage-noAnswer")}</p>;
  const several = study.scenarios.filter((one) => one.figures.points !== undefined).length > 1;
  const priced = study.scenarios.some((one) => one.figures.cost_per_tonne !== undefined);
  const fixed = study.scenarios.some((one) => one.figures.fixed !== undefined);
  return (
    <table class="coverage-table">
      <thead>
        <tr>
          <th>{t("coverage-scenario")}</th>
          <th>{t("coverage-question")}</th>
          <th class="number">{t("coverage-points")}</th>
          <th class="number">{t("coverage-covered")}</th>
          <th class="number">{t("coverage-worst")}</th>
          <th class="number">{t("coverage-mean")}</th>
          {fixed && <th class="number">{t("coverage-fixed")}</th>}
          {priced && (
            <>
              <th class="number">{t("coverage-perTonne")}</th>
              <th class="number">{t("coverage-kmWeek")}</th>
              <th class="number">{t("coverage-co2Week")}</th>
              <th class="number">{t("coverage-fetched")}</th>
            </>
          )}
          <th>{t("coverage-state")}</th>
          {several && <th>{t("coverage-beside")}</th>}
        </tr>
      </thead>
      <tbody>
        {study.scenarios.map((one) => (
          <tr key={one.id} aria-current={one.id === chosen ? "true" : undefined}>
            <td>
              <button type="button" class="link" onClick={() => onChoose(one.id)}>
                {letter(one.number)}
                {one.name ? ` · ${one.name}` : ""}
              </button>
            </td>
            <td>
              {t(`model-${one.question.model}`)}
              {one.question.radius ? ` · ${withinText(study, one.question.radius)}` : ""}
              {one.question.stages && ` · ${t("coverage-stagesOf", { counts: one.question.stages.join(" → ") })}`}
            </td>
            <td class="number">{one.figures.points ?? "–"}</td>
            <td class="number">
              {one.figures.covered === undefined ? "–" : `${format.number(one.figures.covered * 100, 1)} %`}
            </td>
            <td class="number">{distanceText(study, one.figures.worst)}</td>
            <td class="number">{distanceText(study, one.figures.mean)}</td>
            {fixed && <td class="number">{one.figures.fixed === undefined ? "–" : format.money(one.figures.fixed)}</td>}
            {priced && <Priced figures={one.figures} />}
            <td>
              {t(
                one.operated_at
                  ? "coverage-operated"
                  : one.figures.status === "infeasible"
                    ? "coverage-impossible"
                    : `scenario-${one.status}`,
              )}
            </td>
            {several && (
              <td>
                {one.id !== chosen && one.figures.points !== undefined && (
                  <label class="choice">
                    <input
                      type="checkbox"
                      checked={one.id === beside}
                      onChange={() => onBeside(one.id === beside ? null : one.id)}
                    />{" "}
                    <span class="hidden">{letter(one.number)} </span>
                    {t("coverage-besideDo")}
                  </label>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
