import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Plan, Route, Visit } from "../../../api/types.ts";
import { classes } from "../../../shared/classes.ts";
import { clock } from "../../../shared/format.ts";
import { Icon, Violation } from "../../../shared/icons.tsx";
import { t, tOr } from "../../../shared/language.ts";
import { Badge } from "../../elements/route-marks.tsx";
import { isService, late_s } from "../../plan/stops.ts";
import { violationsAt } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { useBoard, useDrag, useEditing } from "../store.ts";

export function StopRow({
  plan,
  route,
  visit,
  number,
}: {
  plan: Plan;
  route: Route;
  visit: Visit;
  number: number | undefined;
}): JSX.Element {
  const { selectedVisit, hovered, select } = useBoard();
  const { mayEdit, unsaved } = useEditing();
  const { dragged, grab } = useDrag();
  const selected = selectedVisit.value?.id === visit.id;
  const over_s = late_s(visit);
  const task = visit.task ?? "";
  const broken = violationsAt(plan, visit, route);
  const movable = mayEdit.value && isService(visit) && task !== "";
  const over = dragged.value?.over;
  const here = over?.beside === task && over.vehicle === route.vehicle.ref;
  useEffect(() => {
    if (selected) document.querySelector(`[data-visit="${visit.id}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selected, visit.id]);
  return (
    <div
      class={classes("stop-row", {
        selected,
        "drop-after": here && over.after,
        "drop-before": here && !over.after,
        "in-hand": task !== "" && dragged.value?.task === task,
        unsaved: unsaved.value.tasks.has(task),
        movable,
      })}
      data-truck={route.vehicle.ref}
      data-beside={movable ? task : undefined}
      onPointerDown={(event) => grab(event, movable ? task : null, visit.name ?? "")}
      role="row"
      aria-level={2}
      aria-selected={selected}
      data-visit={visit.id}
      tabIndex={selected ? 0 : -1}
      onMouseEnter={() => (hovered.value = { route: route.number, visit: visit.id })}
      onClick={() => select(route.number, visit.id)}
    >
      <span role="gridcell">
        <Badge route={route.number} kind={visit.kind} number={number} status={visit.status} />
      </span>
      <span role="gridcell" class="stop-name">
        {visit.name || tOr("kind", visit.kind)}
        {visit.hazard ? (
          <span class="hazard-dot" title={tOr("hazard", visit.hazard)}>
            {" "}
            ⚠
          </span>
        ) : null}
        <StopMarks plan={plan} task={task} />
      </span>
      <span role="gridcell" class={over_s > 0 || broken.length ? "stop-time late" : "stop-time"}>
        {over_s > 0 ? (
          <Violation label={t("list-lateBy", { by: format.duration(over_s) })} />
        ) : (
          broken.length > 0 && <Violation label={t("list-broken", { n: broken.length })} />
        )}
        <span class="figure-value">
          {visit.arrival_s === null
            ? ""
            : clock(plan.start, isService(visit) ? (visit.start_s ?? visit.arrival_s) : visit.arrival_s)}
        </span>
      </span>
    </div>
  );
}

/** Pencil: put there by hand. Pin: stays on its truck when the day is planned again. */
function StopMarks({ plan, task }: { plan: Plan; task: string }): JSX.Element | null {
  const { byHand } = useEditing();
  if (!task) return null;
  return (
    <>
      {byHand.value.has(task) && (
        <span class="stop-mark-icon" role="img" aria-label={t("list-byHand")} title={t("list-byHand")}>
          <Icon name="pencil" size={13} />
        </span>
      )}
      {plan.locks.stops[task] !== undefined && (
        <span class="stop-mark-icon" role="img" aria-label={t("list-pinned")} title={t("list-pinned")}>
          <Icon name="pin" size={13} />
        </span>
      )}
    </>
  );
}
