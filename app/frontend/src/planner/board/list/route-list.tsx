import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Plan, Route } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { isPlanning } from "../../plan/status.ts";
import { IdleTrucks } from "../editing/drag-layer.tsx";
import { useBoard } from "../store.ts";
import { EmptyRoutes } from "./empty-routes.tsx";
import { RouteRow } from "./route-row.tsx";

/** The routes of the plan; the selected one lists its stops. */
export function RouteList({ plan }: { plan: Plan }): JSX.Element {
  const { routesInOrder, hovered } = useBoard();
  const [query, setQuery] = useState("");
  if (!plan.routes.length) return <EmptyRoutes plan={plan} planning={isPlanning(plan)} />;
  const wanted = query.trim().toLowerCase();
  const routes = routesInOrder.value.filter((route) => !wanted || matches(route, wanted));
  return (
    <>
      <input
        id="list-search"
        class="search"
        type="search"
        placeholder={t("list-search")}
        aria-label={t("list-search")}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="routes" role="treegrid" aria-label={t("tabs-routes")} onMouseLeave={() => (hovered.value = null)}>
        {routes.map((route, index) => (
          <RouteRow key={route.id} plan={plan} route={route} wanted={wanted} first={index === 0} />
        ))}
      </div>
      <IdleTrucks plan={plan} />
      {!routes.length && <p class="empty">{t("list-none", { query })}</p>}
    </>
  );
}

function matches(route: Route, wanted: string): boolean {
  const texts = [
    route.vehicle.plate,
    route.driver?.name ?? "",
    ...route.visits.flatMap((visit) => [visit.name ?? "", visit.request ?? ""]),
  ];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
