import type { Feature, FeatureCollection } from "geojson";
import type { Map as MapView } from "maplibre-gl";
import { FONTS } from "../../map/base-style.ts";
import { INKS } from "../../map/symbols.ts";
import type { Theme } from "../../shared/colours.ts";
import { shadeOf } from "./stages.tsx";
import { type Answer, bandOf, openedIn, pointName, pointsOf, type Shown, type Study } from "./types.ts";

export interface StudyMapProps {
  study: Study;
  answer?: Answer | null | undefined;
  shown: Shown | null;
  onMove?: (column: number, to: [number, number]) => void;
  onToggle?: (column: number) => void;
}

/** Near to far; beyond the last band and without a way are told by a mark as well. */
export const BAND_COLOURS = ["#FEEDDE", "#FDBE85", "#FD8D3C", "#A63603", "#A63603"] as const;

/** Colours of the first stage (and of points without one), the second, and the third and all later ones. */
const STAGE_COLOURS = {
  light: ["#0b57a4", "#2e75bd", "#5a6f9e", "#6b5f8f"],
  dark: ["#8fc1ff", "#b3d4ff", "#c9c6f2", "#dcc8ea"],
} as const;

export function limitsOf(study: Study): number[] {
  return study.measure === "duration_s" ? [900, 1800, 3600] : [5000, 10_000, 20_000];
}

export function demandPoints({ study, shown }: StudyMapProps): FeatureCollection {
  const heaviest = Math.max(1, ...study.content.weights);
  const limits = limitsOf(study);
  const features = study.content.places.map((at, number): Feature => {
    const band = shown ? bandOf(shown.nearest[number] ?? null, limits) : -1;
    // Its area says how much it is.
    const radius = 3 + 11 * Math.sqrt((study.content.weights[number] ?? 0) / heaviest);
    return {
      type: "Feature",
      geometry: { type: "Point", coordinates: at },
      properties: {
        colour: band < 0 ? "#C3CBC7" : BAND_COLOURS[band],
        mark: band === 3 ? "!" : band === 4 ? "×" : "",
        radius,
      },
    };
  });
  return { type: "FeatureCollection", features };
}

export function columnPoints({ study, answer, shown }: StudyMapProps): FeatureCollection {
  const stageOf = openedIn(answer);
  const existing = new Set(study.content.existing);
  const open = new Set(shown?.open);
  const features = pointsOf(study.content).map(
    (at, column): Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: shown?.moved[column] ?? at },
      properties: {
        column,
        open: open.has(column),
        existing: existing.has(column),
        name: pointName(study.content, column),
        ...stageMark(stageOf.get(column), existing.has(column)),
      },
    }),
  );
  return { type: "FeatureCollection", features };
}

/** A point of a stage has its number, and is the paler the later it comes; those that stand keep their lock. */
function stageMark(stage: number | undefined, stands: boolean): { mark: string; shade: number } {
  if (stands) return { mark: "", shade: 0 };
  return stage === undefined ? { mark: "+", shade: 0 } : { mark: String(stage + 1), shade: shadeOf(stage) };
}

export function addLayers(map: MapView, theme: Theme): void {
  const { ink, surface } = INKS[theme];
  const empty: FeatureCollection = { type: "FeatureCollection", features: [] };
  map.addSource("demand", { type: "geojson", data: empty });
  map.addSource("columns", { type: "geojson", data: empty });
  map.addLayer({
    id: "demand",
    type: "circle",
    source: "demand",
    paint: {
      "circle-radius": ["get", "radius"],
      "circle-color": ["get", "colour"],
      "circle-stroke-color": ink,
      "circle-stroke-width": 1,
    },
  });
  map.addLayer({
    id: "demand-marks",
    type: "symbol",
    source: "demand",
    layout: { "text-field": ["get", "mark"], "text-font": FONTS, "text-size": 13, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  });
  map.addLayer({
    id: "columns",
    type: "circle",
    source: "columns",
    layout: { "circle-sort-key": ["case", ["get", "open"], 1, 0] },
    paint: {
      "circle-radius": ["case", ["get", "open"], 8, 4],
      "circle-color": [
        "case",
        ["get", "open"],
        ["match", ["get", "shade"], ...STAGE_COLOURS[theme].flatMap((colour, shade) => [shade, colour]), ink] as never,
        surface,
      ],
      "circle-stroke-color": ["case", ["get", "open"], surface, ink],
      "circle-stroke-width": ["case", ["get", "open"], 2, 1.2],
    },
  });
  map.addLayer({
    id: "column-marks",
    type: "symbol",
    source: "columns",
    layout: {
      "text-field": ["case", ["get", "open"], ["get", "mark"], ""],
      "text-font": FONTS,
      "text-size": 14,
      "text-allow-overlap": true,
    },
    paint: { "text-color": surface },
  });
  if (!map.hasImage("existing")) map.addImage("existing", lockImage(ink, surface), { pixelRatio: 2 });
  map.addLayer({
    id: "column-locks",
    type: "symbol",
    source: "columns",
    filter: ["get", "existing"],
    layout: { "icon-image": "existing", "icon-allow-overlap": true, "icon-offset": [11, -9] },
  });
  map.addLayer({
    id: "column-names",
    type: "symbol",
    source: "columns",
    filter: ["get", "open"],
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONTS,
      "text-size": 12,
      "text-anchor": "top",
      "text-offset": [0, 0.9],
      "text-optional": true,
    },
    paint: { "text-color": ink, "text-halo-color": surface, "text-halo-width": 1.4 },
  });
}

/** A padlock that says of a point that it stands already. */
function lockImage(ink: string, surface: string): ImageData {
  const side = 32;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d")!;
  pen.lineWidth = 4;
  pen.strokeStyle = ink;
  pen.fillStyle = ink;
  pen.beginPath();
  pen.arc(16, 13, 6, Math.PI, 0);
  pen.stroke();
  pen.fillRect(6, 13, 20, 15);
  pen.fillStyle = surface;
  pen.fillRect(14, 17, 4, 7);
  return pen.getImageData(0, 0, side, side);
}
