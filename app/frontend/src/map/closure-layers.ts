import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Closure } from "../api/types.ts";

const DAY_MS = 86_400_000;

/** Closures in force at some moment of the day that begins at `start`. */
export function inForceOn(closures: readonly Closure[], start: Date): Closure[] {
  const begin = start.getTime();
  return closures.filter(
    (one) =>
      (one.from === null || Date.parse(one.from) < begin + DAY_MS) && (one.to === null || Date.parse(one.to) >= begin),
  );
}

export function closureLines(closures: readonly Closure[]): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: closures.map((one) => ({
      type: "Feature",
      geometry: { type: "MultiLineString", coordinates: one.lines },
      properties: { id: one.id, kind: one.kind },
    })),
  };
}

const WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 7, 3, 11, 5, 16, 8];
const BAR_WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 7, 1.6, 11, 3, 16, 5];

/** Barred like barrier tape, in the same colours by day and night: red where closed, amber where slowed or limited. */
export function closureLayers(): LayerSpecification[] {
  const colour: ExpressionSpecification = ["case", ["==", ["get", "kind"], "closed"], "#C62828", "#B26A00"];
  return [
    {
      id: "closures",
      type: "line",
      source: "closures",
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: { "line-color": colour, "line-width": WIDTH },
    },
    {
      id: "closure-bars",
      type: "line",
      source: "closures",
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: { "line-color": "#FFFFFF", "line-width": BAR_WIDTH, "line-dasharray": [1.5, 1.5] },
    },
  ];
}

export const CLOSURE_LAYERS = ["closures", "closure-bars"] as const;
