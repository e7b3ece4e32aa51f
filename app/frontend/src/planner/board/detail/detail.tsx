import type { ComponentChildren, JSX } from "preact";
import type { Plan, Route, Unassigned, Visit } from "../../../api/types.ts";
import { clock } from "../../../shared/format.ts";
import { Violation } from "../../../shared/icons.tsx";
import { methodsOf, nameOf, t, tOr } from "../../../shared/language.ts";
import { CopyLink } from "../../elements/copy-link.tsx";
import { Badge, RouteMark } from "../../elements/route-marks.tsx";
import { reasonText, relaxationText } from "../../plan/reasons.ts";
import { format } from "../../session.ts";
import { BringIn, RouteButtons, StopButtons, WishButtons } from "../editing/edit-buttons.tsx";
import { unsaved } from "../editing/session.ts";
import { brokenAt, brokenOn, ViolationList } from "../editing/violation-list.tsx";
import { events, isService, numbersOf, select, selectedLeftOut, selectedRoute, selectedVisit } from "../state.ts";
import { late_s } from "../timeline/layout.ts";

/** What is selected, in full. */
export function Detail({ plan }: { plan: Plan }): JSX.Element {
  const route = selectedRoute.value;
  const visit = selectedVisit.value;
  const left = selectedLeftOut.value;
  if (route && visit) return <StopDetail plan={plan} route={route} visit={visit} />;
  if (route) return <RouteDetail plan={plan} route={route} />;
  if (left) return <LeftOutDetail plan={plan} left={left} />;
  return <NothingSelected plan={plan} />;
}

/** One fact; `planned` ones are old until the server has answered a change. */
function Fact({
  label,
  planned = false,
  children,
}: {
  label: string;
  planned?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd class={planned ? "planned" : undefined}>{children}</dd>
    </div>
  );
}

function StopDetail({ plan, route, visit }: { plan: Plan; route: Route; visit: Visit }): JSX.Element {
  const number = numbersOf(route).get(visit.id);
  const windows = visit.windows ?? (visit.window ? [visit.window] : []);
  const start_s = visit.start_s ?? visit.arrival_s;
  const wait_s = visit.arrival_s !== null && visit.start_s !== null ? visit.start_s - visit.arrival_s : 0;
  const over_s = late_s(visit);
  const broken = brokenAt(visit, route);
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
            {number ? ` · ${t("detail.stop", { n: `${route.number}.${number}` })}` : ` · ${tOr("kind", visit.kind)}`}
          </p>
        </div>
      </header>
      {isService(visit) && <StopButtons plan={plan} visit={visit} />}
      {visit.hazard && <p class="hazard">⚠ {tOr("hazard", visit.hazard)}</p>}
      <ViolationList violations={broken} />
      {over_s > 0 && !broken.length && (
        <p class="hazard">
          <Violation label="" /> {t("detail.late", { by: format.duration(over_s) })}
        </p>
      )}
      <dl class="facts">
        {visit.arrival_s !== null && (
          <Fact planned label={t("detail.arrival")}>
            {clock(plan.start, visit.arrival_s)}
          </Fact>
        )}
        {start_s !== null && visit.departure_s !== null && (
          <Fact planned label={t("detail.service")}>
            {clock(plan.start, start_s)}–{clock(plan.start, visit.departure_s)}
          </Fact>
        )}
        {wait_s > 0 && (
          <Fact planned label={t("detail.wait")}>
            {format.duration(wait_s)}
          </Fact>
        )}
        {windows.length > 0 && (
          <Fact label={t("detail.window")}>
            {windows.map(([from, to]) => `${clock(plan.start, from)}–${clock(plan.start, to)}`).join(", ")}
          </Fact>
        )}
        {isService(visit) && (
          <Fact label={t("detail.take")}>
            {format.mass(visit.kg ?? 0)} · {format.litres(visit.litres ?? 0)}
          </Fact>
        )}
        {visit.load && (
          <Fact planned label={t("detail.aboard")}>
            {format.mass(visit.load.kg)} / {format.mass(route.vehicle.capacity.kg)}
          </Fact>
        )}
        {visit.request && (
          <Fact label={t("detail.request")}>
            <span class="code">{visit.request}</span>
          </Fact>
        )}
        {isService(visit) && (
          <Fact label={t("detail.status")}>
            {t(`visit.${visit.status}`)}
            {visit.reason ? `: ${tOr("fail", visit.reason)}` : ""}
          </Fact>
        )}
      </dl>
      {visit.items && visit.items.length > 0 && <Items visit={visit} />}
      {reports.length > 0 && (
        <section>
          <h3>{t("detail.reports")}</h3>
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
      <h3>{t("detail.items")}</h3>
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

function RouteDetail({ plan, route }: { plan: Plan; route: Route }): JSX.Element {
  const depots = route.visits.filter((visit) => visit.kind === "depot");
  const leaves_s = depots[0]?.departure_s;
  const back_s = depots.at(-1)?.arrival_s;
  return (
    <article class={unsaved.value.vehicles.has(route.vehicle.ref) ? "detail unsaved" : "detail"}>
      <header>
        <RouteMark number={route.number} />
        <div>
          <h2>{route.vehicle.plate || route.vehicle.ref}</h2>
          <p class="quiet-text">
            {[tOr("class", route.vehicle.class), route.driver?.name].filter(Boolean).join(" · ")}
          </p>
        </div>
      </header>
      <RouteButtons plan={plan} route={route} />
      <ViolationList violations={brokenOn(route)} />
      <dl class="facts">
        <Fact planned label={t("detail.stops")}>
          {numbersOf(route).size}
        </Fact>
        {leaves_s != null && back_s != null && (
          <Fact planned label={t("detail.out")}>
            {clock(plan.start, leaves_s)}–{clock(plan.start, back_s)}
          </Fact>
        )}
        <Fact label={t("detail.shift")}>
          {clock(plan.start, route.shift[0])}–{clock(plan.start, route.shift[1])}
        </Fact>
        <Fact planned label={t("figure.distance")}>
          {format.km(route.distance_m)}
        </Fact>
        <Fact planned label={t("detail.driving")}>
          {format.duration(route.driving_s)}
        </Fact>
        {route.waiting_s > 0 && (
          <Fact planned label={t("detail.wait")}>
            {format.duration(route.waiting_s)}
          </Fact>
        )}
        <Fact planned label={t("detail.fullest")}>
          {Math.round(route.load_percent)} %
        </Fact>
        <Fact label={t("detail.capacity")}>
          {format.mass(route.vehicle.capacity.kg)} · {format.litres(route.vehicle.capacity.l)}
        </Fact>
        <Fact planned label={t("figure.cost")}>
          {format.money(route.cost, plan.figures?.currency)}
        </Fact>
      </dl>
      {route.driver_url && plan.status === "published" && (
        <section>
          <h3>{t("detail.driverLink")}</h3>
          <CopyLink url={route.driver_url} />
        </section>
      )}
    </article>
  );
}

function LeftOutDetail({ plan, left }: { plan: Plan; left: Unassigned }): JSX.Element {
  const way = relaxationText(left, plan);
  return (
    <article class="detail">
      <header>
        <div>
          <h2>{left.name || left.request}</h2>
          <p class="quiet-text">{t(`out.${left.group}`)}</p>
        </div>
      </header>
      <p>{reasonText(left, plan)}</p>
      {way && <p class="way">→ {way}</p>}
      <BringIn key={left.request} plan={plan} left={left} />
      <WishButtons plan={plan} left={left} />
      <dl class="facts">
        <Fact label={t("detail.request")}>
          <span class="code">{left.request}</span>
        </Fact>
        <Fact label={t("detail.code")}>
          <span class="code">{left.code}</span>
        </Fact>
        {left.lon !== null && left.lat !== null && (
          <Fact label={t("detail.position")}>
            {left.lon.toFixed(5)}, {left.lat.toFixed(5)}
          </Fact>
        )}
      </dl>
    </article>
  );
}

function NothingSelected({ plan }: { plan: Plan }): JSX.Element {
  const methods = Object.entries(methodsOf(plan));
  return (
    <div class="detail">
      <p class="quiet-text">{t(plan.routes.length ? "detail.nothing" : "detail.nothingYet")}</p>
      {methods.length > 0 && plan.routes.length > 0 && (
        <section>
          <h3>{t("detail.methods")}</h3>
          <dl class="methods">
            {methods.map(([key, text]) => (
              <div key={key}>
                <dt>{tOr("method", key)}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
