import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Route } from "../api/types.ts";
import { MapPane } from "../map/map-pane.tsx";
import { MapTools } from "../map/map-tools.tsx";
import { addPlanLayers, point, routeLines, setData, shine, stopPoints } from "../map/route-layers.ts";
import { RouteSketch } from "../map/route-sketch.tsx";
import { routeColour } from "../shared/colours.ts";
import { t } from "../shared/language.ts";
import { boundsOf, decodePolyline6 } from "../shared/polyline.ts";
import type { VisitState } from "../shared/reports.ts";
import { useTheme } from "../shared/theme.ts";
import { isService } from "./flow.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { bootstrap } from "./page.ts";
import { useDriver } from "./session.ts";
import type { Day } from "./types.ts";

/** The route with its numbered stops, on the roads that were kept for the day. */
export function MapScreen({ day }: { day: Day }): JSX.Element {
  const { theme } = useTheme();
  const { next, states } = useDriver();
  const view = useRef<MapView | null>(null);
  const route = withStates(day, states.value);
  const line = decodePolyline6(route.geometry);
  const numbers = numbersOf(route);
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("routes")) return;
    setData(map, "routes", routeLines([route], theme.value));
    setData(map, "stops", stopPoints([route], theme.value, numbersOf));
    setData(map, "centre", { type: "FeatureCollection", features: [point(day.centre.lon, day.centre.lat, {})] });
    shine(map, { lifted: null, hidden: new Set(), visit: next.value?.id ?? null, hovered: null });
  };
  const fit = (): void => {
    const box = boundsOf([
      ...line,
      ...route.visits.flatMap((visit): [number, number][] =>
        visit.lon === null || visit.lat === null ? [] : [[visit.lon, visit.lat]],
      ),
    ]);
    if (box)
      view.current?.fitBounds(box, {
        padding: { top: 36, bottom: 36, left: 36, right: 88 },
        maxZoom: 15,
        animate: false,
      });
  };
  useEffect(draw, [day, states.value, theme.value]);
  const stops = route.visits.flatMap((visit) => {
    const number = numbers.get(visit.id);
    return number === undefined || visit.lon === null || visit.lat === null
      ? []
      : [{ lon: visit.lon, lat: visit.lat, label: String(number), next: next.value?.id === visit.id }];
  });
  return (
    <>
      <main class="map-screen" aria-label={t("board-map")}>
        <MapPane
          network={day.network}
          rasterTilesUrl={bootstrap.rasterTilesUrl}
          centre={[day.centre.lon, day.centre.lat]}
          offline
          fallback={<RouteSketch line={line} stops={stops} colour={routeColour(route.number, theme.value)} />}
          onMap={(map) => {
            view.current = map;
            map.on("click", (event) => {
              const found = map.queryRenderedFeatures(event.point, { layers: ["stops"] })[0];
              const visit = route.visits.find((one) => one.id === Number(found?.properties.visit));
              if (visit) location.hash = `#stop/${visit.position}`;
            });
          }}
          onStyle={(map) => {
            addPlanLayers(map, theme.value, [routeColour(route.number, theme.value)]);
            draw();
            fit();
          }}
        >
          <MapTools view={view} onFit={fit} layers={false} />
        </MapPane>
      </main>
      <Bottom>
        <Tabs here="map" />
      </Bottom>
    </>
  );
}

function withStates(day: Day, states: ReadonlyMap<number, VisitState>): Route {
  return {
    ...day.route,
    visits: day.route.visits.map((visit) => ({ ...visit, ...(states.get(visit.id) ?? {}) })),
  };
}

function numbersOf(route: Route): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const visit of route.visits) if (isService(visit.kind)) numbers.set(visit.id, numbers.size + 1);
  return numbers;
}
