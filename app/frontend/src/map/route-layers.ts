import type { Feature, FeatureCollection } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapView } from "maplibre-gl";
import type { Route, Visit } from "../api/types.ts";
import { routeColour, routeStroke, type Theme } from "../shared/colours.ts";
import { decodePolyline6 } from "../shared/polyline.ts";
import { FONTS } from "./base-style.ts";
import { closureLayers } from "./closure-layers.ts";
import { addSymbols, badgeName, INKS } from "./symbols.ts";

type Features = FeatureCollection;

/** Opacity of routes that are not in the light. */
const FADED = 0.35;

export const EMPTY: Features = { type: "FeatureCollection", features: [] };

function point(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

export function routeLines(routes: readonly Route[], theme: Theme): Features {
  return {
    type: "FeatureCollection",
    features: routes
      .filter((route) => route.geometry)
      .map((route) => ({
        type: "Feature",
        geometry: { type: "LineString", coordinates: decodePolyline6(route.geometry) },
        properties: {
          route: route.number,
          colour: routeColour(route.number, theme),
          stroke: routeStroke(route.number),
        },
      })),
  };
}

const STATUS_IMAGES: Readonly<Record<string, string>> = { done: "tick", failed: "cross" };

function isHazard(hazard: string | null | undefined): string {
  if (!hazard) return "";
  return /refus|critical|undiag/.test(hazard) ? "refused" : "damaged";
}

/** Badges of the stops; unloading is a symbol of its own, rests are on the road and have none. */
export function stopPoints(
  routes: readonly Route[],
  theme: Theme,
  numbers: (route: Route) => ReadonlyMap<number, number>,
): Features {
  const features: Feature[] = [];
  for (const route of routes) {
    const colour = routeColour(route.number, theme);
    const numberOf = numbers(route);
    for (const visit of route.visits) {
      const image = imageOf(visit, colour, numberOf.get(visit.id));
      if (!image || visit.lon === null || visit.lat === null) continue;
      features.push(
        point(visit.lon, visit.lat, {
          route: route.number,
          visit: visit.id,
          image,
          label: String(numberOf.get(visit.id) ?? ""),
          status: STATUS_IMAGES[visit.status] ?? "",
          hazard: isHazard(visit.hazard),
        }),
      );
    }
  }
  return { type: "FeatureCollection", features };
}

function imageOf(visit: Visit, colour: string, number: number | undefined): string | null {
  if (number !== undefined) return badgeName(colour, visit.status === "arrived");
  return visit.kind === "unload" ? "unload" : null;
}

export interface Spotlight {
  lifted: number | null;
  hidden: ReadonlySet<number>;
  visit: number | null;
  hovered: number | null;
}

function lightOf(spot: Spotlight): ExpressionSpecification {
  const hidden: ExpressionSpecification = ["in", ["get", "route"], ["literal", [...spot.hidden]]];
  const shown: ExpressionSpecification | number =
    spot.lifted === null ? 1 : ["case", ["==", ["get", "route"], spot.lifted], 1, FADED];
  return ["case", hidden, 0, shown];
}

const LINE_LAYERS = ["route-casing", "route-line", "route-core"] as const;
const STOP_LAYERS = ["stops", "stop-marks", "stop-hazards"] as const;

/** Lift one route, fade the others, hide those whose eye is shut. Nothing moves. */
export function shine(map: MapView, spot: Spotlight): void {
  if (!map.getLayer("route-line")) return;
  const light = lightOf(spot);
  for (const layer of LINE_LAYERS) map.setPaintProperty(layer, "line-opacity", light);
  map.setPaintProperty("route-arrows", "icon-opacity", light);
  for (const layer of STOP_LAYERS) map.setPaintProperty(layer, "icon-opacity", light);
  map.setPaintProperty("stops", "text-opacity", light);
  const order: ExpressionSpecification = ["case", ["==", ["get", "route"], spot.lifted ?? -1], 1, 0];
  map.setLayoutProperty("route-line", "line-sort-key", order);
  map.setLayoutProperty("route-casing", "line-sort-key", order);
  for (const layer of STOP_LAYERS) map.setLayoutProperty(layer, "symbol-sort-key", order);
  map.setFilter("stop-halo", ["in", ["get", "visit"], ["literal", [spot.visit ?? -1, spot.hovered ?? -1]]]);
}

export function setData(map: MapView, source: string, data: Features): void {
  map.getSource<GeoJSONSource>(source)?.setData(data);
}

const LINE_WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 7, 2.5, 11, 4, 16, 6];
const CASING_WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 7, 5, 11, 8, 16, 10];
const ROUND = { "line-cap": "round", "line-join": "round" } as const;

function lineLayers(theme: Theme): LayerSpecification[] {
  const { surface } = INKS[theme];
  const dash: ExpressionSpecification = [
    "case",
    ["==", ["get", "stroke"], "dashed"],
    ["literal", [4, 2]],
    ["literal", [1, 0]],
  ];
  return [
    {
      id: "route-casing",
      type: "line",
      source: "routes",
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: { "line-color": surface, "line-width": CASING_WIDTH },
    },
    {
      id: "route-line",
      type: "line",
      source: "routes",
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: { "line-color": ["get", "colour"], "line-width": LINE_WIDTH, "line-dasharray": dash },
    },
    {
      id: "route-core",
      type: "line",
      source: "routes",
      filter: ["==", ["get", "stroke"], "double"],
      layout: ROUND,
      paint: { "line-color": surface, "line-width": 1.4 },
    },
    {
      id: "route-arrows",
      type: "symbol",
      source: "routes",
      minzoom: 10,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 90,
        "icon-image": "arrow",
        "icon-size": 0.8,
        "icon-ignore-placement": true,
        "icon-padding": 0,
      },
    },
  ];
}

function siteLayers(theme: Theme): LayerSpecification[] {
  const inks = INKS[theme];
  const label = {
    "text-font": FONTS,
    "text-size": 12,
    "text-optional": true,
    "text-anchor": "top",
    "text-offset": [0, 1] as [number, number],
  } as const;
  const paint = { "text-color": inks.ink, "text-halo-color": inks.surface, "text-halo-width": 1.4 };
  return [
    {
      id: "sites",
      type: "symbol",
      source: "sites",
      layout: {
        ...label,
        "icon-image": ["get", "image"],
        "icon-allow-overlap": true,
        "text-field": ["step", ["zoom"], "", 11, ["get", "name"]],
      },
      paint,
    },
    {
      id: "requests",
      type: "symbol",
      source: "requests",
      layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true },
    },
  ];
}

function stopLayers(theme: Theme): LayerSpecification[] {
  const inks = INKS[theme];
  const overlap = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;
  return [
    {
      id: "stop-halo",
      type: "symbol",
      source: "stops",
      filter: ["==", ["get", "visit"], -1],
      layout: { "icon-image": "halo", ...overlap },
    },
    {
      id: "stops",
      type: "symbol",
      source: "stops",
      layout: {
        "icon-image": ["get", "image"],
        ...overlap,
        "text-field": ["get", "label"],
        "text-font": FONTS,
        "text-size": 12,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 8, 0.8, 12, 1],
      },
      paint: { "text-color": inks.ink },
    },
    {
      id: "stop-marks",
      type: "symbol",
      source: "stops",
      filter: ["!=", ["get", "status"], ""],
      layout: { "icon-image": ["get", "status"], "icon-offset": [10, -10], ...overlap },
    },
    {
      id: "stop-hazards",
      type: "symbol",
      source: "stops",
      filter: ["!=", ["get", "hazard"], ""],
      layout: { "icon-image": ["get", "hazard"], "icon-offset": [-12, -10], "icon-size": 0.8, ...overlap },
    },
    { id: "leftout", type: "symbol", source: "leftout", layout: { "icon-image": "leftout", ...overlap } },
    {
      id: "leftout-halo",
      type: "symbol",
      source: "leftout",
      filter: ["==", ["get", "request"], ""],
      layout: { "icon-image": "halo", ...overlap },
    },
  ];
}

/** Everything the board draws over the base map, in order; the data comes through `setData`. */
export function addPlanLayers(map: MapView, theme: Theme, colours: Iterable<string>): void {
  addSymbols(map, theme, colours);
  for (const source of ["routes", "stops", "sites", "requests", "leftout", "centre", "closures"]) {
    map.addSource(source, { type: "geojson", data: EMPTY });
  }
  for (const layer of [...lineLayers(theme), ...closureLayers(), ...siteLayers(theme), ...stopLayers(theme)])
    map.addLayer(layer);
  map.addLayer({
    id: "centre",
    type: "symbol",
    source: "centre",
    layout: { "icon-image": "centre", "icon-allow-overlap": true },
  });
}

export { point };
