import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../../../api/client.ts";
import type { Closure, PickupRequest, Plan, Route, Site } from "../../../api/types.ts";
import { closureLines, inForceOn } from "../../../map/closure-layers.ts";
import { MapPane } from "../../../map/map-pane.tsx";
import { MapTools } from "../../../map/map-tools.tsx";
import { addPlanLayers, EMPTY, point, routeLines, setData, shine, stopPoints } from "../../../map/route-layers.ts";
import { requestPoints, sitePoints } from "../../../map/site-points.ts";
import { routeColour, type Theme } from "../../../shared/colours.ts";
import { boundsOf, decodePolyline6 } from "../../../shared/polyline.ts";
import { useTheme } from "../../../shared/theme.ts";
import { closureShapes, closuresOf } from "../../elements/closures.ts";
import { Legend, type LegendShape } from "../../elements/legend.tsx";
import { numbersOf } from "../../plan/stops.ts";
import { bootstrap } from "../../session.ts";
import { useBoardStore } from "../store.ts";
import { listenToMap } from "./map-events.ts";

/** The plan on the map, in step with list, timeline and detail. */
export function BoardMap({ plan }: { plan: Plan }): JSX.Element {
  const { theme } = useTheme();
  const store = useBoardStore();
  const { lifted, hiddenRoutes, selectedVisit, hovered, selectedUnassigned, selectedRoute, fitMap, routesInOrder } =
    store.state;
  const view = useRef<MapView | null>(null);
  const sites = useRef<readonly Site[]>([]);
  const requests = useRef<readonly PickupRequest[]>([]);
  const [closures, setClosures] = useState<readonly Closure[]>([]);
  const fitted = useRef("");

  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("routes")) return;
    setData(map, "routes", routeLines(plan.routes, theme.value));
    setData(map, "stops", stopPoints(plan.routes, theme.value, numbersOf));
    setData(map, "centre", { type: "FeatureCollection", features: [point(plan.centre.lon, plan.centre.lat, {})] });
    setData(map, "sites", sitePoints(sites.current));
    setData(map, "requests", plan.routes.length ? EMPTY : requestPoints(requests.current));
    const left = plan.unassigned.flatMap((one) =>
      one.lon === null || one.lat === null ? [] : [point(one.lon, one.lat, { request: one.request })],
    );
    setData(map, "closures", closureLines(closures));
    setData(map, "leftout", { type: "FeatureCollection", features: left });
  };
  const light = (): void => {
    const map = view.current;
    if (!map) return;
    shine(map, {
      lifted: lifted.value,
      hidden: hiddenRoutes.value,
      visit: selectedVisit.value?.id ?? null,
      hovered: hovered.value?.visit ?? null,
    });
    if (map.getLayer("leftout-halo"))
      map.setFilter("leftout-halo", ["==", ["get", "request"], selectedUnassigned.value?.request ?? ""]);
  };
  const fit = (animate: boolean): void => {
    const box = boundsOf(pointsInView(plan, requests.current, animate ? selectedRoute.peek() : null));
    if (box) view.current?.fitBounds(box, { padding: 40, maxZoom: 15, animate: animate && !reducedMotion() });
  };

  useEffect(() => {
    const query = `centre=${encodeURIComponent(plan.centre.ref)}`;
    const quietly = { catch: (): [] => [] }; // the plan is whole without them
    void call<Site[]>(`/api/v1/sites?${query}`)
      .catch(quietly.catch)
      .then((found) => {
        sites.current = found;
        draw();
      });
    void call<PickupRequest[]>(`/api/v1/requests?${query}&date=${plan.date}`)
      .catch(quietly.catch)
      .then((found) => {
        requests.current = found;
        draw();
        if (!plan.routes.length) fit(false);
      });
    void closuresOf(plan.network).then((found) => setClosures(inForceOn(found, new Date(plan.start))));
  }, [plan.id]);

  useEffect(() => {
    draw();
    light();
    // The camera moves once when routes first appear, never while they change.
    const key = `${plan.id}:${plan.routes.length > 0}`;
    if (fitted.current !== key && view.current) {
      fitted.current = key;
      fit(false);
    }
  }, [plan, closures]);

  useEffect(light, [lifted.value, hiddenRoutes.value, selectedVisit.value, hovered.value, selectedUnassigned.value]);
  useEffect(() => {
    if (fitMap.value) fit(true);
  }, [fitMap.value]);
  useEffect(() => {
    const spot = selectedVisit.value ?? selectedUnassigned.value;
    if (spot && spot.lon !== null && spot.lat !== null) panIfOutside(view.current, spot.lon, spot.lat);
  }, [selectedVisit.value, selectedUnassigned.value]);

  return (
    <MapPane
      network={plan.network}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={[plan.centre.lon, plan.centre.lat]}
      onMap={(map) => {
        view.current = map;
        listenToMap(map, store);
      }}
      onStyle={(map) => {
        addPlanLayers(
          map,
          theme.value,
          routesInOrder.value.length
            ? routesInOrder.value.map((route) => routeColour(route.number, theme.value))
            : allColours(theme.value),
        );
        draw();
        light();
        if (!fitted.current) {
          fitted.current = `${plan.id}:${plan.routes.length > 0}`;
          fit(false);
        }
      }}
    >
      <MapTools view={view} onFit={() => fitMap.value++} />
      <Legend shapes={shapesOf(plan, closures)} />
    </MapPane>
  );
}

function shapesOf(plan: Plan, closures: readonly Closure[]): LegendShape[] {
  const left: LegendShape[] = plan.unassigned.length ? ["left"] : [];
  return ["centre", "stop", "point", "institution", "unload", ...left, "hazard", ...closureShapes(closures)];
}

function allColours(theme: Theme): string[] {
  return Array.from({ length: 10 }, (_, index) => routeColour(index + 1, theme));
}

function reducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** What "show everything" means: the selected route if there is one, else the whole plan, else what waits. */
function* pointsInView(
  plan: Plan,
  requests: readonly PickupRequest[],
  only: Route | null,
): Iterable<readonly [number, number]> {
  if (only?.geometry) return yield* decodePolyline6(only.geometry);
  yield [plan.centre.lon, plan.centre.lat];
  for (const route of plan.routes) {
    if (route.geometry) yield* decodePolyline6(route.geometry);
  }
  if (plan.routes.length) return;
  for (const request of requests) {
    if (request.lon !== null && request.lat !== null) yield [request.lon, request.lat];
  }
}

/** The map moves only when its target is off-screen. */
function panIfOutside(map: MapView | null, lon: number, lat: number): void {
  if (map && !map.getBounds().contains([lon, lat])) map.panTo([lon, lat], { animate: !reducedMotion() });
}
