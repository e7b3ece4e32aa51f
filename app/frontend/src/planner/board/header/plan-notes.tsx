import type { JSX } from "preact";
import type { Figures } from "../../../api/types.ts";
import { FaultText } from "../../../shared/fault.tsx";
import { language, t } from "../../../shared/language.ts";
import { subjectOf } from "../../plan/fault-subject.ts";

/** What could not be planned as it stands in the books, and why: trucks without their driver, sites off the roads. */
export function PlanNotes({ figures }: { figures: Figures }): JSX.Element | null {
  const faults = figures.faults ?? [];
  if (!faults.length) return null;
  return (
    <details class="plan-notes">
      <summary>{t("board-notes", { n: faults.length })}</summary>
      {faults.map((fault) => (
        <div key={fault.code + fault.cause} class="plan-note">
          {language === "zh" && <b>{subjectOf(fault.where)}</b>}
          <FaultText fault={{ ...fault, where: "" }} />
        </div>
      ))}
    </details>
  );
}
