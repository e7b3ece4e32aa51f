import type { MapGeoJSONFeature, Map as MapView } from "maplibre-gl";
import type { BoardStore } from "../store.ts";

const LAYERS = ["stops", "leftout", "route-line"];

/** Hovering, selecting and dragging on the map; added once to a new map. */
export function listenToMap(map: MapView, store: BoardStore): void {
  listenToPointer(map, store);
  listenToDrags(map, store);
}

function listenToPointer(map: MapView, { state }: BoardStore): void {
  const { hiddenRoutes, hovered, select, selectUnassigned } = state;
  map.on("mousemove", (event) => {
    const found = map.getLayer("stops") ? map.queryRenderedFeatures(event.point, { layers: LAYERS })[0] : undefined;
    const shown = found && !hiddenRoutes.value.has(Number(found.properties.route)) ? found : undefined;
    map.getCanvas().style.cursor = shown ? "pointer" : "";
    const route = Number(shown?.properties.route);
    hovered.value = shown && route ? { route, visit: Number(shown.properties.visit) || null } : null;
  });
  map.on("mouseout", () => {
    hovered.value = null;
  });
  map.on("click", (event) => {
    const found = map.queryRenderedFeatures(event.point, { layers: LAYERS })[0];
    if (!found) return;
    const { properties } = found;
    if (found.layer.id === "leftout") selectUnassigned(String(properties.request));
    else select(Number(properties.route), Number(properties.visit) || null);
  });
}

/** A stop is picked up on the map and dropped on a route's line or stop. */
function listenToDrags(map: MapView, store: BoardStore): void {
  const { hiddenRoutes, routesInOrder } = store.state;
  map.on("mousedown", (event) => {
    if (!store.editing.mayEdit.value || !map.getLayer("stops")) return;
    const found = map.queryRenderedFeatures(event.point, { layers: ["stops", "leftout"] })[0];
    const { task, name } = found ? taskOf(found, store) : { task: null, name: "" };
    if (!task) return;
    event.preventDefault(); // the map stays where it is
    store.drag.grab(event.originalEvent, task, name);
  });
  store.drag.setMapDrop((x, y) => {
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
  });
}

/** The task of a drawn stop or unassigned request, and what people call it. */
function taskOf(
  { layer, properties }: MapGeoJSONFeature,
  { state }: BoardStore,
): { task: string | null; name: string } {
  if (layer.id === "leftout") {
    const request = String(properties.request);
    const left = state.plan.value?.unassigned.find((one) => one.request === request);
    return { task: left?.task ?? null, name: left?.name || request };
  }
  const visits = state.routesInOrder.value.flatMap((route) => route.visits);
  const visit = visits.find((one) => one.id === Number(properties.visit));
  return { task: visit?.task ?? null, name: visit?.name ?? "" };
}
