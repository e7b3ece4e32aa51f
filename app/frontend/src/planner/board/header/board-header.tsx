import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { call, faultsOf } from "../../../api/client.ts";
import type { Figures, Plan } from "../../../api/types.ts";
import { Fault, FaultText } from "../../../shared/fault.tsx";
import { clock } from "../../../shared/format.ts";
import { Icon, Violation } from "../../../shared/icons.tsx";
import { methodsOf, nameOf, t, tOr } from "../../../shared/language.ts";
import { Figure } from "../../elements/figure.tsx";
import { follow, go } from "../../router.ts";
import { format, mayPlan } from "../../session.ts";
import { redo, stepViolation, undo } from "../editing/actions.ts";
import { clash, mayEdit, unsaved, waiting } from "../editing/session.ts";
import { connection, isPlanning, tally } from "../state.ts";
import { PaperMenu } from "./export-menu.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanningBar } from "./planning-bar.tsx";
import { RestDialog } from "./rest-dialog.tsx";

/** What day, which version, in what state, and its figures; in their place the bar while planning. */
export function BoardHeader({
  plan,
  onLinks,
  onKeys,
}: {
  plan: Plan;
  onLinks: () => void;
  onKeys: () => void;
}): JSX.Element {
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
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
          <span class="synthetic" title={t("synthetic.title")}>
            {t("synthetic")}
          </span>
        )}
        {connection.value !== "live" && (
          <span class="quiet-text">{t(connection.value === "lost" ? "board.lost" : "board.polling")}</span>
        )}
        <div class="board-actions">
          <button type="button" class="quiet" onClick={onKeys}>
            {t("board.keys")}
          </button>
          {mayEdit.value && <UndoButtons plan={plan} />}
          {finished && (
            <a class="button" href={to("compare")} onClick={follow}>
              {t("board.compare")}
            </a>
          )}
          {finished && <PaperMenu planId={plan.id} />}
          {mayPlan && !planning && (
            <button
              type="button"
              disabled={busy}
              title={locked ? t("board.keeping", { n: locked }) : undefined}
              onClick={() => void again()}
            >
              {t(plan.status === "failed" ? "board.tryAgain" : "board.again")}
              {locked > 0 && <span class="count">{locked}</span>}
            </button>
          )}
          {mayPlan && plan.status === "planned" && (
            <a class="button primary" href={to("publish")} onClick={follow}>
              {t("board.publish")}
            </a>
          )}
          {mayPlan && plan.status === "published" && (
            <button type="button" disabled={busy} onClick={() => setRest(true)}>
              {t("rest.open")}
            </button>
          )}
          {mayPlan && plan.status === "published" && !plan.continues && (
            <button type="button" disabled={busy} onClick={() => void make(`${here}/copy`, {})}>
              {t("board.editCopy")}
            </button>
          )}
          {plan.status === "published" && (
            <button type="button" onClick={onLinks}>
              {t("board.links")}
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
          {t("rest.carriesOn", { time: clock(plan.start, plan.continues.from_s) })}{" "}
          {plan.based_on && (
            <a href={`${to("compare")}?against=${encodeURIComponent(plan.based_on)}`} onClick={follow}>
              {t("rest.changes")}
            </a>
          )}
        </p>
      )}
      {rest && <RestDialog plan={plan} onClose={() => setRest(false)} />}
      {fault ? <Fault error={fault} /> : null}
    </header>
  );
}

function UndoButtons({ plan }: { plan: Plan }): JSX.Element {
  return (
    <>
      {waiting.value.length > 0 && !clash.value && (
        <span class="quiet-text saving" role="status">
          {t("edit.saving")}
        </span>
      )}
      <button
        type="button"
        class="icon-only"
        disabled={!plan.can_undo && !waiting.value.length}
        onClick={undo}
        aria-label={t("edit.undo")}
        title={`${t("edit.undo")} (Ctrl+Z)`}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="icon-only"
        disabled={!plan.can_redo}
        onClick={redo}
        aria-label={t("edit.redo")}
        title={`${t("edit.redo")} (Ctrl+Shift+Z)`}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}

function Failed({ plan }: { plan: Plan }): JSX.Element {
  const faults = faultsOf(plan.error);
  return (
    <div class="fault" role="alert">
      <p class="fault-text">
        <b>{t("failed.title")}</b> {t("failed.kept")}
      </p>
      {faults.map((fault) => (
        <FaultText key={fault.code} fault={fault} />
      ))}
    </div>
  );
}

function FigureRow({ plan, figures }: { plan: Plan; figures: Figures }): JSX.Element {
  const method = (key: string): string | undefined => methodsOf(plan)[key];
  const live = tally(plan);
  const old = unsaved.value.any;
  const entries: { key: string; value: ComponentChildren; label: string }[] = [
    { key: "served", value: `${figures.served}/${figures.tasks}`, label: t("figure.served") },
    { key: "routes", value: format.number(figures.routes), label: t("figure.trucks", { n: figures.routes }) },
    { key: "distance_m", value: format.km(figures.distance_m), label: t("figure.distance") },
    { key: "duration_s", value: format.hours(figures.duration_s), label: t("figure.duration") },
    { key: "kg", value: format.mass(figures.kg), label: t("figure.mass") },
    { key: "cost", value: format.money(figures.cost, figures.currency), label: t("figure.cost") },
    { key: "co2_kg", value: format.mass(figures.co2_kg), label: t("figure.co2") },
  ];
  return (
    <div class={old ? "figures unsaved" : "figures"}>
      {entries.map(({ key, value, label }) => (
        <Figure key={key} value={value} label={label} method={method(key)} />
      ))}
      {!!figures.closures && (
        <Figure
          value={format.number(figures.closures)}
          label={t("figure.closures", { n: figures.closures })}
          method={method("closures")}
        />
      )}
      {figures.violations > 0 && (
        <Figure
          value={
            <button type="button" class="quiet violation-count" onClick={stepViolation} title={t("figure.stepThrough")}>
              <Violation label="" /> {figures.violations}
            </button>
          }
          label={t("figure.violations", { n: figures.violations })}
          tone="danger"
        />
      )}
      {plan.status === "published" && (
        <Figure value={`${live.done}/${live.done + live.failed + live.open}`} label={t("figure.done")} tone="good" />
      )}
      {live.failed > 0 && <Figure value={format.number(live.failed)} label={t("figure.failed")} tone="danger" />}
    </div>
  );
}
