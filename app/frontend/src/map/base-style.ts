import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Theme } from "../shared/colours.ts";

export const FONTS = [
  "-apple-system",
  "Segoe UI",
  "Roboto",
  "PingFang SC",
  "Microsoft YaHei UI",
  "Microsoft YaHei",
  "Noto Sans CJK SC",
  "Noto Sans SC",
  "WenQuanYi Micro Hei",
  "sans-serif",
];

interface Palette {
  land: string;
  motorway: string;
  trunk: string;
  primary: string;
  minor: string;
  local: string;
  text: string;
  quiet: string;
  halo: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    land: "#F4F2ED",
    motorway: "#E3C98F",
    trunk: "#EAD9B0",
    primary: "#FFFFFF",
    minor: "#FFFFFF",
    local: "#FBFAF7",
    text: "#3D4642",
    quiet: "#6B746F",
    halo: "#F4F2ED",
  },
  dark: {
    land: "#15191E",
    motorway: "#5A5036",
    trunk: "#4A4534",
    primary: "#3F464E",
    minor: "#343B43",
    local: "#2B3138",
    text: "#C3CBC7",
    quiet: "#8F9995",
    halo: "#15191E",
  },
};

/** Edge under white roads on pale land: without it they could not be seen. */
const CASING: Record<Theme, string> = { light: "#CBC5B6", dark: "#0F1317" };

type Classes = readonly string[];
const MOTORWAY: Classes = ["motorway", "motorway_link"];
const TRUNK: Classes = ["trunk", "trunk_link"];
const PRIMARY: Classes = ["primary", "primary_link"];
const MINOR: Classes = ["secondary", "secondary_link", "tertiary", "tertiary_link"];
const LOCAL: Classes = ["unclassified", "residential", "living_street", "service", "road", "other"];

function classIn(classes: Classes): ExpressionSpecification {
  return ["in", ["get", "class"], ["literal", [...classes]]];
}

function widthBy(z14: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.4], ["zoom"], 6, z14 * 0.45, 10, z14 * 0.7, 14, z14, 18, z14 * 3];
}

function road(id: string, classes: Classes, colour: string, width: number, minzoom = 0): LayerSpecification {
  return {
    id,
    type: "line",
    source: "base",
    "source-layer": "roads",
    filter: classIn(classes),
    minzoom,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour, "line-width": widthBy(width) },
  };
}

function roadLayers(theme: Theme): LayerSpecification[] {
  const colours = PALETTES[theme];
  const edge = CASING[theme];
  return [
    {
      id: "track",
      type: "line",
      source: "base",
      "source-layer": "roads",
      minzoom: 13,
      filter: classIn(["track"]),
      paint: { "line-color": edge, "line-width": widthBy(1), "line-dasharray": [3, 2] },
    },
    {
      id: "ferry",
      type: "line",
      source: "base",
      "source-layer": "roads",
      filter: classIn(["ferry"]),
      paint: { "line-color": edge, "line-width": widthBy(1.5), "line-dasharray": [4, 4] },
    },
    road("local-edge", LOCAL, edge, 2.4, 11),
    road("minor-edge", MINOR, edge, 3, 7),
    road("primary-edge", PRIMARY, edge, 4),
    road("local", LOCAL, colours.local, 0.75 * 1.6, 13),
    road("minor", MINOR, colours.minor, 1.5),
    road("primary", PRIMARY, colours.primary, 2.5),
    road("trunk", TRUNK, colours.trunk, 3),
    road("motorway", MOTORWAY, colours.motorway, 4),
  ];
}

const PLACE_SIZE: ExpressionSpecification = [
  "interpolate",
  ["linear"],
  ["zoom"],
  7,
  ["match", ["get", "kind"], ["city", "county", "town"], 12, 11],
  13,
  ["match", ["get", "kind"], ["city", "county", "town"], 16, 13],
];

function labelLayers(theme: Theme, language: string): LayerSpecification[] {
  const colours = PALETTES[theme];
  const name: ExpressionSpecification = [
    "coalesce",
    ["get", language === "zh" ? "name_zh" : "name_en"],
    ["get", "name"],
    "",
  ];
  return [
    {
      id: "road-names",
      type: "symbol",
      source: "base",
      "source-layer": "roads",
      minzoom: 13,
      filter: ["all", ["has", "name"], ["!=", ["get", "name"], ""]],
      layout: {
        "symbol-placement": "line",
        "text-field": name,
        "text-font": FONTS,
        "text-size": 11,
        "symbol-spacing": 320,
      },
      paint: { "text-color": colours.quiet, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
    },
    {
      id: "place-names",
      type: "symbol",
      source: "base",
      "source-layer": "places",
      maxzoom: 15,
      layout: {
        "text-field": name,
        "text-font": FONTS,
        "text-size": PLACE_SIZE,
        "text-padding": 6,
        "text-max-width": 8,
      },
      paint: { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
    },
  ];
}

/** The roads that the sample draws itself; every other network comes from OpenStreetMap and must say so. */
const MADE_UP_NETWORK = "sample";

export interface BaseMap {
  network: string;
  theme: Theme;
  language: string;
  rasterTilesUrl: string | null;
  /** Where the service worker keeps tiles they are asked for through this scheme. */
  scheme?: string;
}

/** The base map: our own road tiles on plain land, or a raster of the operator's choice below them. */
export function baseStyle(base: BaseMap): StyleSpecification {
  const origin = `${base.scheme ?? `${location.protocol}//`}${location.host}`;
  const attribution = base.network === MADE_UP_NETWORK ? "" : "© OpenStreetMap contributors";
  const raster = base.rasterTilesUrl;
  return {
    version: 8,
    sources: {
      base: {
        type: "vector",
        tiles: [`${origin}/tiles/${base.network}/{z}/{x}/{y}.mvt`],
        minzoom: 0,
        maxzoom: 14,
        attribution,
      },
      ...(raster ? { raster: { type: "raster", tiles: [raster], tileSize: 256, attribution } as const } : {}),
    },
    layers: [
      { id: "land", type: "background", paint: { "background-color": PALETTES[base.theme].land } },
      ...(raster ? [{ id: "raster", type: "raster", source: "raster", layout: { visibility: "none" } } as const] : []),
      ...roadLayers(base.theme),
      ...labelLayers(base.theme, base.language),
    ],
  };
}

export const BASE_LAYERS = {
  roads: roadLayers("light").map((layer) => layer.id),
  names: ["road-names", "place-names"],
};
