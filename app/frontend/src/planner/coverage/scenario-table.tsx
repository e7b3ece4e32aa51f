import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { wayText, withinText } from "./answer.tsx";
import { letter, type Study } from "./types.ts";

/** Scenarios side by side: what was asked, and what it reaches. */
export function ScenarioTable({ study, chosen, onChoose }: { study: Study; chosen: string | null; onChoose: (id: string) => void }): JSX.Element {
  if (!study.scenarios.length) return <p class="quiet-text">{t("coverage.noAnswer")}</p>;
  const fixed = study.scenarios.some((one) => one.figures.fixed !== undefined);
  return (
    <table class="coverage-table">
      <thead><tr>
        <th>{t("coverage.scenario")}</th><th>{t("coverage.question")}</th><th class="number">{t("coverage.points")}</th><th class="number">{t("coverage.covered")}</th>
        <th class="number">{t("coverage.worst")}</th><th class="number">{t("coverage.mean")}</th>{fixed && <th class="number">{t("coverage.fixed")}</th>}<th>{t("coverage.state")}</th>
      </tr></thead>
      <tbody>{study.scenarios.map((one) => (
        <tr key={one.id} aria-current={one.id === chosen ? "true" : undefined}>
          <td><button type="button" class="link" onClick={() => onChoose(one.id)}>{letter(one.number)}{one.name ? ` · ${one.name}` : ""}</button></td>
          <td>{t(`model.${one.question.model}`)}{one.question.radius ? ` · ${withinText(study, one.question.radius)}` : ""}</td>
          <td class="number">{one.figures.points ?? "–"}</td>
          <td class="number">{one.figures.covered === undefined ? "–" : `${format.number(one.figures.covered * 100, 1)} %`}</td>
          <td class="number">{wayText(study, one.figures.worst)}</td>
          <td class="number">{wayText(study, one.figures.mean)}</td>
          {fixed && <td class="number">{one.figures.fixed === undefined ? "–" : format.money(one.figures.fixed)}</td>}
          <td>{t(one.operated_at ? "coverage.operated" : one.figures.status === "infeasible" ? "coverage.impossible" : `scenario.${one.status}`)}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}
