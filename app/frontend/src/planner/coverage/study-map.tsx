import type { Feature, FeatureCollection } from "geojson";
import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { FONTS } from "../../map/base-style.ts";
import { MapPane } from "../../map/map-pane.tsx";
import { MapTools } from "../../map/map-tools.tsx";
import { setData } from "../../map/route-layers.ts";
import { INKS } from "../../map/symbols.ts";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { theme } from "../../shared/theme.ts";
import { bootstrap } from "../session.ts";
import { StageMark, shadeOf } from "./stages.tsx";
import { type Answer, bandOf, openedIn, pointName, pointsOf, type Shown, type Study } from "./types.ts";

/** Near to far; beyond the last band and without a way are told by a mark as well. */
export const BAND_COLOURS = ["#FEEDDE", "#FDBE85", "#FD8D3C", "#A63603", "#A63603"] as const;

/** Colours of the first stage (and of points without one), the second, and the third and all later ones. */
const STAGE_COLOURS = {
  light: ["#0b57a4", "#2e75bd", "#5a6f9e", "#6b5f8f"],
  dark: ["#8fc1ff", "#b3d4ff", "#c9c6f2", "#dcc8ea"],
} as const;

interface StudyMapProps {
  study: Study;
  answer?: Answer | null | undefined;
  shown: Shown | null;
  onMove?: (column: number, to: [number, number]) => void;
  onToggle?: (column: number) => void;
}

/** Demand by how far its point is, points open, candidate and existing; open points can be dragged. */
export function StudyMap(props: StudyMapProps): JSX.Element {
  const { study, shown } = props;
  const view = useRef<MapView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("demand")) return;
    setData(map, "demand", demandPoints(latest.current));
    setData(map, "columns", columnPoints(latest.current));
  };
  const fit = (): void => {
    const box = boundsOf([...study.content.places, ...pointsOf(study.content)]);
    if (box)
      view.current?.fitBounds(box, {
        padding: { top: 50, left: 40, right: 60, bottom: 80 },
        maxZoom: 14,
        animate: false,
      });
  };
  useEffect(draw, [shown]);
  return (
    <MapPane
      network={study.network}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={study.content.places[0] ?? [0, 0]}
      onMap={(map) => {
        view.current = map;
        if (props.onMove) addDragging(map, latest);
      }}
      onStyle={(map) => {
        addLayers(map);
        draw();
        fit();
      }}
    >
      <MapTools view={view} onFit={fit} layers={false} />
      <BandLegend study={study} answer={props.answer} />
    </MapPane>
  );
}

function BandLegend({ study, answer }: { study: Study; answer: Answer | null | undefined }): JSX.Element {
  return (
    <ul class="band-legend" aria-label={t("coverage.bands")}>
      {bandWords(study).map((word, band) => (
        <li key={word}>
          <span class={`band band-${band}`} /> {word}
        </li>
      ))}
      {answer?.stages?.map((stage, number) => (
        <li key={number}>
          <StageMark stage={number} />{" "}
          {stage.year === undefined
            ? t("coverage.stage", { n: number + 1 })
            : t("coverage.fromYear", { year: stage.year })}
        </li>
      ))}
      {!answer?.stages && (
        <li>
          <span class="mark-open" /> {t("coverage.open")}
        </li>
      )}
      <li>
        <span class="mark-candidate" /> {t("coverage.candidate")}
      </li>
      <li>
        <Icon name="lock" size={14} /> {t("coverage.existing")}
      </li>
    </ul>
  );
}

export function limitsOf(study: Study): number[] {
  return study.measure === "duration_s" ? [900, 1800, 3600] : [5000, 10_000, 20_000];
}

export function bandWords(study: Study): string[] {
  const minutes = study.measure === "duration_s";
  const near = limitsOf(study).map((limit) =>
    t(minutes ? "coverage.band.min" : "coverage.band.km", { n: limit / (minutes ? 60 : 1000) }),
  );
  return [...near, t("coverage.band.beyond"), t("coverage.band.none")];
}

function demandPoints({ study, shown }: StudyMapProps): FeatureCollection {
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

function columnPoints({ study, answer, shown }: StudyMapProps): FeatureCollection {
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

function addLayers(map: MapView): void {
  const { ink, surface } = INKS[theme.value];
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
        [
          "match",
          ["get", "shade"],
          ...STAGE_COLOURS[theme.value].flatMap((colour, shade) => [shade, colour]),
          ink,
        ] as never,
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

/** A click opens or closes a point, a drag moves an open one; the list beside the map does the same by keyboard. */
function addDragging(map: MapView, latest: { current: StudyMapProps }): void {
  map.on("mouseenter", "columns", () => {
    map.getCanvas().style.cursor = "pointer";
  });
  map.on("mouseleave", "columns", () => {
    map.getCanvas().style.cursor = "";
  });
  map.on("mousedown", "columns", (event) => {
    const feature = event.features?.[0];
    if (!feature || !latest.current.shown) return;
    event.preventDefault();
    const column = Number(feature.properties.column);
    const from = event.point;
    map.once("mouseup", (end) => {
      if (Math.hypot(end.point.x - from.x, end.point.y - from.y) < 5) latest.current.onToggle?.(column);
      else if (feature.properties.open) latest.current.onMove?.(column, [end.lngLat.lng, end.lngLat.lat]);
    });
  });
}
