import type { JSX } from "preact";
import type { HistoryStep, Plan } from "../../../api/types.ts";
import { Fault } from "../../../shared/fault.tsx";
import { t } from "../../../shared/language.ts";
import { useTruckNames } from "../../plan/truck-names.ts";
import { format } from "../../session.ts";
import { useColleagues, useEditing } from "../store.ts";
import { changeText } from "./change-text.ts";
import { type Change, isEdit } from "./edit-queue.ts";

/** What a dispatcher must know of her changes and of a colleague's: it stays until she has answered. */
export function Notices({ plan }: { plan: Plan }): JSX.Element | null {
  const { truckName } = useTruckNames();
  const { clash, trouble, again } = useEditing();
  const { news, showNews } = useColleagues();
  const found = clash.value;
  if (found) return <ClashNotice plan={plan} yours={found.yours} since={since(found.since)} />;
  const wrong = trouble.value;
  if (wrong?.kind === "refused") {
    return (
      <div class="notice danger">
        <p>
          <b>{t("notice-refused")}</b> {changeText(plan, wrong.change, truckName)}
        </p>
        <Fault error={wrong.error} />
        <Close />
      </div>
    );
  }
  if (wrong?.kind === "locked") {
    return (
      <div class="notice" role="alert">
        <p>{t(wrong.what === "route" ? "notice-lockedRoute" : "notice-pinnedStop", { name: wrong.name })}</p>
        <Close />
      </div>
    );
  }
  if (wrong) {
    return (
      <div class="notice danger" role="alert">
        <p>
          <b>{t("notice-lost")}</b>
        </p>
        <ChangeList plan={plan} changes={wrong.changes} />
        <p class="notice-actions">
          <button type="button" class="primary" onClick={() => again(wrong.changes)}>
            {t("notice-again")}
          </button>
          <Close />
        </p>
      </div>
    );
  }
  if (!news.value.length) return null;
  return (
    <div class="notice" role="status">
      <p>
        <b>{t("notice-news", { who: names(news.value) })}</b>{" "}
        {news.value
          .slice(-2)
          .map((step) => changeText(plan, step.edit as Change, truckName))
          .join(t("list-comma"))}
      </p>
      <p class="notice-actions">
        <button type="button" onClick={() => void showNews()}>
          {t("notice-show")}
        </button>
      </p>
    </div>
  );
}

function ClashNotice({
  plan,
  yours,
  since,
}: {
  plan: Plan;
  yours: readonly Change[];
  since: readonly HistoryStep[];
}): JSX.Element {
  const { resolve } = useEditing();
  const { truckName } = useTruckNames();
  return (
    <div class="notice danger clash" role="alert">
      <p>
        <b>{t("clash-title", { who: names(since) })}</b> {t("clash-safe")}
      </p>
      <div class="versions">
        <section>
          <h3>{t("clash-yours")}</h3>
          <ChangeList plan={plan} changes={yours} />
          {yours.some((one) => !isEdit(one)) && <p class="quiet-text">{t("clash-noUndo")}</p>}
        </section>
        <section>
          <h3>{t("clash-theirs")}</h3>
          <ul>
            {since.map((step) => (
              <li key={step.number}>
                {format.instant(step.at)} {step.by ?? ""}: {changeText(plan, step.edit as Change, truckName)}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p class="notice-actions">
        <button type="button" class="primary" onClick={() => resolve("mine")}>
          {t("clash-mine")}
        </button>
        <button type="button" onClick={() => resolve("theirs")}>
          {t("clash-drop")}
        </button>
      </p>
    </div>
  );
}

function ChangeList({ plan, changes }: { plan: Plan; changes: readonly Change[] }): JSX.Element {
  const { truckName } = useTruckNames();
  return (
    <ul>
      {changes.map((one, k) => (
        <li key={k}>{changeText(plan, one, truckName)}</li>
      ))}
    </ul>
  );
}

function Close(): JSX.Element {
  const { trouble } = useEditing();
  return (
    <button type="button" onClick={() => (trouble.value = null)}>
      {t("notice-close")}
    </button>
  );
}

/** The last steps that are somebody's doing. */
function since(history: readonly HistoryStep[]): readonly HistoryStep[] {
  return history.filter((step) => step.edit.kind).slice(-4);
}

function names(found: readonly HistoryStep[]): string {
  return [...new Set(found.map((step) => step.by).filter(Boolean))].join(t("list-comma")) || t("notice-somebody");
}
