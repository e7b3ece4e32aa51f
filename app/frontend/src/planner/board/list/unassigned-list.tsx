import type { JSX } from "preact";
import type { Plan, Unassigned, UnassignedGroup } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { reasonText, relaxationText } from "../../plan/reasons.ts";
import { BringIn } from "../editing/edit-buttons.tsx";
import { useBoard, useDrag } from "../store.ts";

const GROUPS: readonly UnassignedGroup[] = ["no_truck_can", "did_not_fit", "needs_correcting"];
/** Over so many in a group, the rows are gathered by reason. */
const GATHER_OVER = 10;

/** What stays behind, in three groups, each with its reason and the smallest change that would take it along. */
export function UnassignedList({ plan }: { plan: Plan }): JSX.Element {
  if (!plan.unassigned.length) return <p class="empty">{t(plan.routes.length ? "out-none" : "out-notYet")}</p>;
  return (
    <div class="left-out">
      {GROUPS.map((group) => {
        const rows = plan.unassigned.filter((left) => left.group === group);
        if (!rows.length) return null;
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>
              {t(`out-${group}`)} <span class="count">{rows.length}</span>
            </h2>
            {rows.length > GATHER_OVER ? <Gathered plan={plan} rows={rows} /> : <Rows plan={plan} rows={rows} />}
          </section>
        );
      })}
    </div>
  );
}

function Gathered({ plan, rows }: { plan: Plan; rows: readonly Unassigned[] }): JSX.Element {
  const codes = [...new Set(rows.map((left) => left.code))];
  return (
    <>
      {codes.map((code) => {
        const same = rows.filter((left) => left.code === code);
        return (
          <details key={code} open={codes.length === 1}>
            <summary>{t("out-sameReason", { n: same.length, code })}</summary>
            <Rows plan={plan} rows={same} />
          </details>
        );
      })}
    </>
  );
}

function Rows({ plan, rows }: { plan: Plan; rows: readonly Unassigned[] }): JSX.Element {
  const { selectedUnassigned, selectUnassigned } = useBoard();
  const { grab } = useDrag();
  return (
    <ul class="out-rows">
      {rows.map((left) => {
        const selected = selectedUnassigned.value?.request === left.request;
        const way = relaxationText(left, plan);
        return (
          <li
            key={left.task ?? left.request}
            class={selected ? "selected" : ""}
            onPointerDown={(event) => grab(event, left.task, left.name || left.request)}
          >
            <button
              type="button"
              class="out-row"
              aria-pressed={selected}
              onClick={() => selectUnassigned(selected ? null : left.request)}
            >
              <b>{left.name || left.request}</b>
              <span>
                {reasonText(left, plan)} <span class="code">({left.code})</span>
              </span>
              {way && <span class="way">→ {way}</span>}
            </button>
            <BringIn plan={plan} left={left} />
          </li>
        );
      })}
    </ul>
  );
}
