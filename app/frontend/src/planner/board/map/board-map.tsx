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
import { routeColour } from "../../../shared/colours.ts";
import { boundsOf, decodePolyline6 } from "../../../shared/polyline.ts";
import { theme } from "../../../shared/theme.ts";
import { closureShapes, closuresOf } from "../../elements/closures.ts";
import { Legend, type LegendShape } from "../../elements/legend.tsx";
import { bootstrap } from "../../session.ts";
import { grab, mapDrop } from "../editing/drag.ts";
import { mayEdit } from "../editing/session.ts";
import {
  fitMap,
  hiddenRoutes,
  hovered,
  lifted,
  numbersOf,
  plan as planInView,
  routesInOrder,
  select,
  selectedLeftOut,
  selectedRoute,
  selectedVisit,
  selectLeftOut,
} from "../state.ts";

/** The plan on the map, in step with list, timeline and detail. */
export function BoardMap({ plan }: { plan: Plan }): JSX.Element {
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
      map.setFilter("leftout-halo", ["==", ["get", "request"], selectedLeftOut.value?.request ?? ""]);
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

  useEffect(light, [lifted.value, hiddenRoutes.value, selectedVisit.value, hovered.value, selectedLeftOut.value]);
  useEffect(() => {
    if (fitMap.value) fit(true);
  }, [fitMap.value]);
  useEffect(() => {
    const spot = selectedVisit.value ?? selectedLeftOut.value;
    if (spot && spot.lon !== null && spot.lat !== null) panIfOutside(view.current, spot.lon, spot.lat);
  }, [selectedVisit.value, selectedLeftOut.value]);

  return (
    <MapPane
      network={plan.network}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={[plan.centre.lon, plan.centre.lat]}
      onMap={(map) => {
        view.current = map;
        listen(map);
      }}
      onStyle={(map) => {
        addPlanLayers(
          map,
          theme.value,
          routesInOrder.value.length
            ? routesInOrder.value.map((route) => routeColour(route.number, theme.value))
            : allColours(),
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

function allColours(): string[] {
  return Array.from({ length: 10 }, (_, index) => routeColour(index + 1, theme.value));
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

/** A stop is taken up on the map and put down on a route's line or stop. */
function listenToDrags(map: MapView): void {
  map.on("mousedown", (event) => {
    if (!mayEdit.value || !map.getLayer("stops")) return;
    const found = map.queryRenderedFeatures(event.point, { layers: ["stops", "leftout"] })[0];
    if (!found) return;
    const { task, name } =
      found.layer.id === "leftout"
        ? leftOutCalled(String(found.properties.request))
        : stopWithId(Number(found.properties.visit));
    if (!task) return;
    event.preventDefault(); // the map stays where it is
    grab(event.originalEvent, task, name);
  });
  mapDrop.at = (x, y) => {
    const box = map.getCanvas().getBoundingClientRect();
    const [left, top] = [x - box.left, y - box.top];
    const near: [[number, number], [number, number]] = [
      [left - 8, top - 8],
      [left + 8, top + 8],
    ];
    const found = map.getLayer("stops") ? map.queryRenderedFeatures(near, { layers: ["stops", "route-line"] }) : [];
    const shown = found.find((one) => !hiddenRoutes.value.has(Number(one.properties.route)));
    const route = routesInOrder.value.find((one) => one.number === Number(shown?.properties.route));
    return route ? { vehicle: route.vehicle.ref, beside: null, after: false } : null;
  };
}

function stopWithId(id: number): { task: string | null; name: string } {
  const visit = routesInOrder.value.flatMap((route) => route.visits).find((one) => one.id === id);
  return { task: visit?.task ?? null, name: visit?.name ?? "" };
}

function leftOutCalled(request: string): { task: string | null; name: string } {
  const left = planInView.value?.unassigned.find((one) => one.request === request);
  return { task: left?.task ?? null, name: left?.name || request };
}

function listen(map: MapView): void {
  listenToDrags(map);
  map.on("mousemove", (event) => {
    const found = map.getLayer("stops")
      ? map.queryRenderedFeatures(event.point, { layers: ["stops", "route-line", "leftout"] })[0]
      : undefined;
    const shown = found && !hiddenRoutes.value.has(Number(found.properties.route)) ? found : undefined;
    map.getCanvas().style.cursor = shown ? "pointer" : "";
    const route = Number(shown?.properties.route);
    hovered.value = shown && route ? { route, visit: Number(shown.properties.visit) || null } : null;
  });
  map.on("mouseout", () => (hovered.value = null));
  map.on("click", (event) => {
    const found = map.queryRenderedFeatures(event.point, { layers: ["stops", "leftout", "route-line"] })[0];
    if (!found) return;
    const properties = found.properties;
    if (found.layer.id === "leftout") selectLeftOut(String(properties.request));
    else select(Number(properties.route), Number(properties.visit) || null);
  });
}
