import type { JSX } from "preact";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";
import { stageName } from "./stages.tsx";
import { type Answer, openedIn, pointName, pointsOf, type Shown, type Study } from "./types.ts";

const MOST_LISTED = 300;

export function PointList({
  study,
  answer,
  shown,
  onToggle,
}: {
  study: Study;
  answer: Answer | null;
  shown: Shown | null;
  onToggle: (column: number) => void;
}): JSX.Element {
  const stageOf = openedIn(answer);
  const existing = new Set(study.content.existing);
  const open = new Set(shown?.open);
  const columns = pointsOf(study.content)
    .map((_at, column) => column)
    .slice(0, MOST_LISTED);
  return (
    <details class="point-list">
      <summary>{t("coverage-pointsByHand")}</summary>
      <ul>
        {columns.map((column) => (
          <li key={column}>
            <label class="choice">
              <input type="checkbox" checked={open.has(column)} onChange={() => onToggle(column)} />{" "}
              {pointName(study.content, column)}
              {answer && stageOf.has(column) && !existing.has(column) && (
                <span class="quiet-text"> · {stageName(answer, stageOf.get(column)!)}</span>
              )}
              {existing.has(column) && (
                <>
                  {" "}
                  <span title={t("coverage-existing")}>
                    <Icon name="lock" size={14} />
                    <span class="hidden">{t("coverage-existing")}</span>
                  </span>
                </>
              )}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
