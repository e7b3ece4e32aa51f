import type { JSX } from "preact";
import type { Plan, Route } from "../../../api/types.ts";
import { clock } from "../../../shared/format.ts";
import { t, tOr } from "../../../shared/language.ts";
import { CopyLink } from "../../elements/copy-link.tsx";
import { RouteMark } from "../../elements/route-marks.tsx";
import { numbersOf } from "../../plan/stops.ts";
import { ViolationList } from "../../plan/violation-list.tsx";
import { violationsOn } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { RouteButtons } from "../editing/edit-buttons.tsx";
import { useEditing } from "../store.ts";
import { Fact } from "./fact.tsx";

export function RouteDetail({ plan, route }: { plan: Plan; route: Route }): JSX.Element {
  const { unsaved } = useEditing();
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
      <ViolationList violations={violationsOn(plan, route)} />
      <dl class="facts">
        <Fact planned label={t("detail-stops")}>
          {numbersOf(route).size}
        </Fact>
        {leaves_s != null && back_s != null && (
          <Fact planned label={t("detail-out")}>
            {clock(plan.start, leaves_s)}–{clock(plan.start, back_s)}
          </Fact>
        )}
        <Fact label={t("detail-shift")}>
          {clock(plan.start, route.shift[0])}–{clock(plan.start, route.shift[1])}
        </Fact>
        <Fact planned label={t("figure-distance")}>
          {format.km(route.distance_m)}
        </Fact>
        <Fact planned label={t("detail-driving")}>
          {format.duration(route.driving_s)}
        </Fact>
        {route.waiting_s > 0 && (
          <Fact planned label={t("detail-wait")}>
            {format.duration(route.waiting_s)}
          </Fact>
        )}
        <Fact planned label={t("detail-fullest")}>
          {Math.round(route.load_percent)} %
        </Fact>
        <Fact label={t("detail-capacity")}>
          {format.mass(route.vehicle.capacity.kg)} · {format.litres(route.vehicle.capacity.l)}
        </Fact>
        <Fact planned label={t("figure-cost")}>
          {format.money(route.cost, plan.figures?.currency)}
        </Fact>
      </dl>
      {route.driver_url && plan.status === "published" && (
        <section>
          <h3>{t("detail-driverLink")}</h3>
          <CopyLink url={route.driver_url} />
        </section>
      )}
    </article>
  );
}
