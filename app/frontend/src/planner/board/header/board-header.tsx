import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call, faultsOf } from "../../../api/client.ts";
import type { Plan } from "../../../api/types.ts";
import { Fault, FaultText } from "../../../shared/fault.tsx";
import { clock } from "../../../shared/format.ts";
import { nameOf, t, tOr } from "../../../shared/language.ts";
import { isPlanning } from "../../plan/status.ts";
import { useRouter } from "../../router.ts";
import { format, mayPlan } from "../../session.ts";
import { useBoard, useEditing } from "../store.ts";
import { ExportMenu } from "./export-menu.tsx";
import { FigureRow } from "./figure-row.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanningBar } from "./planning-bar.tsx";
import { RestDialog } from "./rest-dialog.tsx";
import { UndoButtons } from "./undo-buttons.tsx";

/** What day, which version, in what state, and its figures; in their place the bar while planning. */
export function BoardHeader({ plan }: { plan: Plan }): JSX.Element {
  const { go, follow } = useRouter();
  const { connection, dialog } = useBoard();
  const { mayEdit } = useEditing();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const open = (name: "keys" | "links"): void => {
    dialog.value = name;
  };
  const [rest, setRest] = useState(false);
  const planning = isPlanning(plan);
  const finished = plan.status === "planned" || plan.status === "published";
  const make = async (path: string, body: unknown): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const made = await call<{ id: string }>(path, { method: "POST", body });
      go(`/plans/${made.id}`);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const here = `/api/v1/plans/${encodeURIComponent(plan.id)}`;
  // Planned again from this plan, keeping what is locked; from nothing where there is no plan to start from.
  const again = (): Promise<void> =>
    finished ? make(`${here}/again`, {}) : make("/api/v1/plans", { centre: plan.centre.ref, date: plan.date });
  const locked =
    plan.locks.routes.length +
    Object.keys(plan.locks.stops).length +
    plan.locks.excluded.length +
    plan.locks.forced.length;
  const to = (page: string): string => `/plans/${encodeURIComponent(plan.id)}/${page}`;
  return (
    <header class="board-header">
      <div class="board-title">
        <h1>
          <a href={`/?centre=${encodeURIComponent(plan.centre.ref)}&date=${plan.date}`} onClick={follow}>
            {nameOf(plan.centre)}
          </a>{" "}
          · {format.date(plan.date)}
        </h1>
        <span class={`status status-${plan.status}`}>
          {plan.version > 0 ? `v${plan.version} ` : ""}
          {tOr("status", plan.status)}
          {plan.published_at ? ` ${format.instant(plan.published_at)}` : ""}
        </span>
        {(plan.synthetic || plan.centre.synthetic) && (
          <span class="synthetic" title={t("synthetic-title")}>
            {t("synthetic")}
          </span>
        )}
        {connection.value !== "live" && (
          <span class="quiet-text">{t(connection.value === "lost" ? "board-lost" : "board-polling")}</span>
        )}
        <div class="board-actions">
          <button type="button" class="quiet" onClick={() => open("keys")}>
            {t("board-keys")}
          </button>
          {mayEdit.value && <UndoButtons plan={plan} />}
          {finished && (
            <a class="button" href={to("compare")} onClick={follow}>
              {t("board-compare")}
            </a>
          )}
          {finished && <ExportMenu planId={plan.id} />}
          {mayPlan && !planning && (
            <button
              type="button"
              disabled={busy}
              title={locked ? t("board-keeping", { n: locked }) : undefined}
              onClick={() => void again()}
            >
              {t(plan.status === "failed" ? "board-tryAgain" : "board-again")}
              {locked > 0 && <span class="count">{locked}</span>}
            </button>
          )}
          {mayPlan && plan.status === "planned" && (
            <a class="button primary" href={to("publish")} onClick={follow}>
              {t("board-publish")}
            </a>
          )}
          {mayPlan && plan.status === "published" && (
            <button type="button" disabled={busy} onClick={() => setRest(true)}>
              {t("rest-open")}
            </button>
          )}
          {mayPlan && plan.status === "published" && !plan.continues && (
            <button type="button" disabled={busy} onClick={() => void make(`${here}/copy`, {})}>
              {t("board-editCopy")}
            </button>
          )}
          {plan.status === "published" && (
            <button type="button" onClick={() => open("links")}>
              {t("board-links")}
            </button>
          )}
        </div>
      </div>
      {planning ? (
        <PlanningBar plan={plan} />
      ) : plan.status === "failed" ? (
        <Failed plan={plan} />
      ) : (
        plan.figures && <FigureRow plan={plan} figures={plan.figures} />
      )}
      {finished && plan.figures && <PlanNotes figures={plan.figures} />}
      {plan.continues && plan.status === "planned" && (
        <p class="notice" role="note">
          {t("rest-carriesOn", { time: clock(plan.start, plan.continues.from_s) })}{" "}
          {plan.based_on && (
            <a href={`${to("compare")}?against=${encodeURIComponent(plan.based_on)}`} onClick={follow}>
              {t("rest-changes")}
            </a>
          )}
        </p>
      )}
      {rest && <RestDialog plan={plan} onClose={() => setRest(false)} />}
      {fault ? <Fault error={fault} /> : null}
    </header>
  );
}

function Failed({ plan }: { plan: Plan }): JSX.Element {
  const faults = faultsOf(plan.error);
  return (
    <div class="fault" role="alert">
      <p class="fault-text">
        <b>{t("failed-title")}</b> {t("failed-kept")}
      </p>
      {faults.map((fault) => (
        <FaultText key={fault.code} fault={fault} />
      ))}
    </div>
  );
}
