import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { format, todaysDate } from "../session.ts";
import type { Step } from "./types.ts";

function tomorrow(): string {
  return todaysDate(new Date(Date.now() + 86_400_000));
}

/** "Mon Wed 120 kg · Fri 180 kg"; in calendars of several weeks each with its week. */
function visitsText(step: Step): string {
  const visitText = (visit: Step["visits"][number]): string => {
    const week = visit.every_weeks > 1 ? `${t("coverage-week", { n: visit.week + 1 })} ` : "";
    const days = visit.weekdays.map((day) => t(`day-${day as 0}`)).join(" ");
    return `${week}${days} ${format.mass(visit.kg)}`;
  };
  return step.visits.map(visitText).join(" · ");
}

/** Lists what will be created before anything is. */
export function OperationDialog({
  path,
  stages,
  onClose,
  onDone,
}: {
  path: string;
  stages: readonly string[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const [stage, setStage] = useState(stages.length ? 1 : 0);
  const [steps, setSteps] = useState<Step[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    setSteps(null);
    call<Step[]>(`${path}/operation${stage ? `?stage=${stage}` : ""}`).then((found) => {
      if (!gone) setSteps(found);
    }, setFault);
    return () => {
      gone = true;
    };
  }, [path, stage]);
  const [first, setFirst] = useState(tomorrow());
  const standing = steps?.reduce((sum, step) => sum + step.visits.length, 0) ?? 0;
  const created = steps?.filter((step) => step.what === "create").length ?? 0;
  const operate = (): void => {
    setBusy(true);
    call(`${path}/operation`, { method: "POST", body: { first, ...(stage ? { stage } : {}) } }).then(
      onDone,
      (error: unknown) => {
        setFault(error);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog title={t("coverage-operate")} onClose={onClose}>
      {stages.length > 0 && (
        <p class="operation-first">
          <label>
            {t("coverage-operateStage")}{" "}
            <select name="stage" value={stage} onChange={(event) => setStage(Number(event.currentTarget.value))}>
              {stages.map((name, number) => (
                <option key={name} value={number + 1}>
                  {name}
                </option>
              ))}
            </select>
          </label>{" "}
          <span class="quiet-text">{t("coverage-operateStageHint")}</span>
        </p>
      )}
      {steps && (
        <table class="coverage-table operation-steps">
          <thead>
            <tr>
              <th>{t("coverage-points")}</th>
              <th>{t("coverage-state")}</th>
              <th class="number">{t("coverage-perYear")}</th>
              <th>{t("coverage-visits")}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.ref}>
                <td>
                  {step.name} <span class="code">{step.ref}</span>
                </td>
                <td>{t(`coverage-step-${step.what}`)}</td>
                <td class="number">{format.mass(step.kg_per_year)}</td>
                <td>
                  {visitsText(step) ||
                    (standing > 0 && step.what !== "close" && step.kg_per_year > 0 ? t("coverage-noVisits") : "–")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {steps && standing > 0 && (
        <p class="operation-first">
          <label>
            {t("coverage-first")}{" "}
            <input
              type="date"
              name="first"
              required
              value={first}
              onInput={(event) => setFirst(event.currentTarget.value)}
            />
          </label>
        </p>
      )}
      {steps && <p>{standing > 0 ? t("coverage-standing", { n: standing }) : t("coverage-noCalendar")}</p>}
      {steps && created === 0 && standing === 0 && <p>{t("coverage-nothingNew")}</p>}
      {fault ? <Fault error={fault} /> : null}
      <div class="dialog-footer">
        <button type="button" onClick={onClose}>
          {t("dialog-cancel")}
        </button>
        <button type="button" class="primary" disabled={busy || !steps || !first} aria-busy={busy} onClick={operate}>
          {standing > 0
            ? t("coverage-operateBoth", { n: created, m: standing })
            : t("coverage-operateDo", { n: created })}
        </button>
      </div>
    </Dialog>
  );
}
