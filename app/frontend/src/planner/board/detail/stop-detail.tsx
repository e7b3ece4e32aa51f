import type { JSX } from "preact";
import type { Plan, Route, Visit } from "../../../api/types.ts";
import { clock } from "../../../shared/format.ts";
import { Violation } from "../../../shared/icons.tsx";
import { nameOf, t, tOr } from "../../../shared/language.ts";
import { Badge } from "../../elements/route-marks.tsx";
import { isService, late_s, numbersOf } from "../../plan/stops.ts";
import { ViolationList } from "../../plan/violation-list.tsx";
import { violationsAt } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { StopButtons } from "../editing/edit-buttons.tsx";
import { useBoard, useEditing } from "../store.ts";
import { Fact } from "./fact.tsx";

export function StopDetail({ plan, route, visit }: { plan: Plan; route: Route; visit: Visit }): JSX.Element {
  const { events, select } = useBoard();
  const { unsaved } = useEditing();
  const number = numbersOf(route).get(visit.id);
  const windows = visit.windows ?? (visit.window ? [visit.window] : []);
  const start_s = visit.start_s ?? visit.arrival_s;
  const wait_s = visit.arrival_s !== null && visit.start_s !== null ? visit.start_s - visit.arrival_s : 0;
  const over_s = late_s(visit);
  const broken = violationsAt(plan, visit, route);
  const reports = events.value.filter((event) => event.visit === visit.id);
  return (
    <article class={unsaved.value.tasks.has(visit.task ?? "") ? "detail unsaved" : "detail"}>
      <header>
        <Badge route={route.number} kind={visit.kind} number={number} status={visit.status} />
        <div>
          <h2>{visit.name || tOr("kind", visit.kind)}</h2>
          <p class="quiet-text">
            <button type="button" class="link" onClick={() => select(route.number)}>
              {route.vehicle.plate}
            </button>
            {number ? ` · ${t("detail-stop", { n: `${route.number}.${number}` })}` : ` · ${tOr("kind", visit.kind)}`}
          </p>
        </div>
      </header>
      {isService(visit) && <StopButtons plan={plan} visit={visit} />}
      {visit.hazard && <p class="hazard">⚠ {tOr("hazard", visit.hazard)}</p>}
      <ViolationList violations={broken} />
      {over_s > 0 && !broken.length && (
        <p class="hazard">
          <Violation label="" /> {t("detail-late", { by: format.duration(over_s) })}
        </p>
      )}
      <dl class="facts">
        {visit.arrival_s !== null && (
          <Fact planned label={t("detail-arrival")}>
            {clock(plan.start, visit.arrival_s)}
          </Fact>
        )}
        {start_s !== null && visit.departure_s !== null && (
          <Fact planned label={t("detail-service")}>
            {clock(plan.start, start_s)}–{clock(plan.start, visit.departure_s)}
          </Fact>
        )}
        {wait_s > 0 && (
          <Fact planned label={t("detail-wait")}>
            {format.duration(wait_s)}
          </Fact>
        )}
        {windows.length > 0 && (
          <Fact label={t("detail-window")}>
            {windows.map(([from, to]) => `${clock(plan.start, from)}–${clock(plan.start, to)}`).join(", ")}
          </Fact>
        )}
        {isService(visit) && (
          <Fact label={t("detail-take")}>
            {format.mass(visit.kg ?? 0)} · {format.litres(visit.litres ?? 0)}
          </Fact>
        )}
        {visit.load && (
          <Fact planned label={t("detail-aboard")}>
            {format.mass(visit.load.kg)} / {format.mass(route.vehicle.capacity.kg)}
          </Fact>
        )}
        {visit.request && (
          <Fact label={t("detail-request")}>
            <span class="code">{visit.request}</span>
          </Fact>
        )}
        {isService(visit) && (
          <Fact label={t("detail-status")}>
            {t(`visit-${visit.status}`)}
            {visit.reason ? `: ${tOr("fail", visit.reason)}` : ""}
          </Fact>
        )}
      </dl>
      {visit.items && visit.items.length > 0 && <Items visit={visit} />}
      {reports.length > 0 && (
        <section>
          <h3>{t("detail-reports")}</h3>
          <ul class="reports">
            {reports.map((report) => (
              <li key={report.id}>
                {format.instant(report.at)} {tOr("event", report.kind)}
                {report.reason ? `: ${tOr("fail", report.reason)}` : ""}
                {report.kg ? ` · ${format.mass(report.kg)}` : ""}
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function Items({ visit }: { visit: Visit }): JSX.Element {
  return (
    <section>
      <h3>{t("detail-items")}</h3>
      <ul class="items">
        {(visit.items ?? []).map((item, index) => (
          <li key={index}>
            <span>
              {nameOf(item)} ×{item.quantity}
            </span>
            {item.condition !== "intact" && <span class="condition">{tOr("condition", item.condition)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
