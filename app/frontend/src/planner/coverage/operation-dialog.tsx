import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import { call } from "../../shared/api.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "../dialog.tsx";
import { format } from "../session.ts";
import type { Step } from "./types.ts";

/** Lists what will be created before anything is. */
export function OperationDialog({ path, onClose, onDone }: { path: string; onClose: () => void; onDone: () => void }): JSX.Element {
  const [steps, setSteps] = useState<Step[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => { call<Step[]>(`${path}/operation`).then(setSteps, setFault); }, [path]);
  const created = steps?.filter((step) => step.what === "create").length ?? 0;
  const operate = (): void => {
    setBusy(true);
    call(`${path}/operation`, { method: "POST" }).then(onDone, (error: unknown) => { setFault(error); setBusy(false); });
  };
  return (
    <Dialog title={t("coverage.operate")} onClose={onClose}>
      {steps && (
        <table class="coverage-table">
          <thead><tr><th>{t("coverage.points")}</th><th>{t("coverage.state")}</th><th class="number">{t("coverage.perYear")}</th></tr></thead>
          <tbody>{steps.map((step) => <tr key={step.ref}><td>{step.name} <span class="code">{step.ref}</span></td><td>{t(`coverage.step.${step.what}`)}</td><td class="number">{format.mass(step.kg_per_year)}</td></tr>)}</tbody>
        </table>
      )}
      {steps && created === 0 && <p>{t("coverage.nothingNew")}</p>}
      {fault ? <Fault error={fault} /> : null}
      <div class="dialog-footer">
        <button type="button" onClick={onClose}>{t("dialog.cancel")}</button>
        <button type="button" class="primary" disabled={busy || !steps} aria-busy={busy} onClick={operate}>{t("coverage.operateDo", { n: created })}</button>
      </div>
    </Dialog>
  );
}
