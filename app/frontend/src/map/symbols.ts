import type { Map as MapView } from "maplibre-gl";
import type { Theme } from "../shared/colours.ts";

/** Drawn at twice the size, for sharp edges on dense screens. */
const RATIO = 2;

type Draw = (pen: CanvasRenderingContext2D, size: number) => void;

const INK: Record<
  Theme,
  { surface: string; ink: string; quiet: string; danger: string; warning: string; action: string; good: string }
> = {
  light: {
    surface: "#FFFFFF",
    ink: "#1B211F",
    quiet: "#55605B",
    danger: "#B3261E",
    warning: "#7A4F00",
    action: "#0B57A4",
    good: "#1B6E3C",
  },
  dark: {
    surface: "#1C2127",
    ink: "#E8ECEA",
    quiet: "#A7B1AC",
    danger: "#FF9A92",
    warning: "#F2C063",
    action: "#8FC1FF",
    good: "#7FD19B",
  },
};

function path(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y); // the first one only moves the pen
  pen.closePath();
}

function regular(sides: number, size: number, turn: number, radius = size / 2 - 2): [number, number][] {
  return Array.from({ length: sides }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / sides;
    return [size / 2 + radius * Math.cos(angle), size / 2 + radius * Math.sin(angle)];
  });
}

function disc(pen: CanvasRenderingContext2D, size: number, radius: number): void {
  pen.beginPath();
  pen.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
}

/** A stop's badge: surface fill, route-coloured ring; the number is written by the map. */
function badge(colour: string, surface: string, dashed: boolean): Draw {
  return (pen, size) => {
    disc(pen, size, size / 2 - 2);
    pen.fillStyle = surface;
    pen.fill();
    pen.lineWidth = 3;
    pen.strokeStyle = colour;
    if (dashed) pen.setLineDash([4, 2.4]);
    pen.stroke();
  };
}

function box(pen: CanvasRenderingContext2D, size: number, inset: number): void {
  pen.beginPath();
  pen.roundRect(inset, inset, size - 2 * inset, size - 2 * inset, 3);
}

function siteSymbols(theme: Theme): Record<string, [number, Draw]> {
  const { surface, ink, quiet } = INK[theme];
  const outlined = (pen: CanvasRenderingContext2D, width = 1.8): void => {
    pen.fillStyle = surface;
    pen.fill();
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.stroke();
  };
  return {
    centre: [
      28,
      (pen, size) => {
        box(pen, size, 1);
        pen.fillStyle = ink;
        pen.fill();
        path(pen, [
          [14, 5.5],
          [22.5, 13],
          [20, 13],
          [20, 21.5],
          [8, 21.5],
          [8, 13],
          [5.5, 13],
        ]);
        pen.fillStyle = surface;
        pen.fill();
        pen.fillStyle = ink;
        pen.fillRect(12, 15.5, 4, 6);
      },
    ],
    collection_point: [
      20,
      (pen, size) => {
        disc(pen, size, 8);
        outlined(pen);
        disc(pen, size, 3);
        pen.fillStyle = ink;
        pen.fill();
      },
    ],
    institution: [
      20,
      (pen, size) => {
        path(pen, regular(4, size, 0, 8.5));
        outlined(pen);
      },
    ],
    household: [
      10,
      (pen, size) => {
        disc(pen, size, 3.6);
        pen.fillStyle = quiet;
        pen.fill();
        pen.lineWidth = 1.4;
        pen.strokeStyle = surface;
        pen.stroke();
      },
    ],
    dismantler: [
      22,
      (pen, size) => {
        path(pen, regular(6, size, Math.PI / 6, 9));
        outlined(pen);
      },
    ],
    unload: [
      22,
      (pen, size) => {
        box(pen, size, 2);
        outlined(pen);
        path(pen, [
          [9, 5.5],
          [13, 5.5],
          [13, 10.5],
          [16, 10.5],
          [11, 16.5],
          [6, 10.5],
          [9, 10.5],
        ]);
        pen.fillStyle = ink;
        pen.fill();
      },
    ],
  };
}

function markSymbols(theme: Theme): Record<string, [number, Draw]> {
  const { surface, ink, danger, warning, action, good } = INK[theme];
  return {
    damaged: [
      20,
      (pen, size) => {
        path(pen, [
          [10, 1.5],
          [18.5, 17],
          [1.5, 17],
        ]);
        pen.fillStyle = danger;
        pen.fill();
        path(pen, [
          [11, 5.5],
          [7, 11.5],
          [9.6, 11.5],
          [8.6, 15.5],
          [12.8, 9.6],
          [10.2, 9.6],
        ]);
        pen.fillStyle = surface;
        pen.fill();
        void size;
      },
    ],
    refused: [
      20,
      (pen, size) => {
        path(pen, regular(8, size, Math.PI / 8, 8.5));
        pen.fillStyle = danger;
        pen.fill();
        pen.fillStyle = surface;
        pen.fillRect(5.5, 8.7, 9, 2.6);
      },
    ],
    leftout: [
      18,
      (pen, size) => {
        disc(pen, size, 7);
        pen.fillStyle = surface;
        pen.fill();
        pen.lineWidth = 2;
        pen.strokeStyle = warning;
        pen.setLineDash([3.2, 2.2]);
        pen.stroke();
        pen.setLineDash([]);
        pen.fillStyle = warning;
        pen.fillRect(8.1, 4.8, 1.8, 5.4);
        pen.fillRect(8.1, 11.4, 1.8, 1.8);
      },
    ],
    tick: [
      14,
      (pen, size) => {
        disc(pen, size, 6.4);
        pen.fillStyle = good;
        pen.fill();
        pen.lineWidth = 2;
        pen.strokeStyle = surface;
        pen.beginPath();
        pen.moveTo(3.8, 7.2);
        pen.lineTo(6.2, 9.6);
        pen.lineTo(10.2, 4.8);
        pen.stroke();
      },
    ],
    cross: [
      14,
      (pen, size) => {
        disc(pen, size, 6.4);
        pen.fillStyle = danger;
        pen.fill();
        pen.lineWidth = 2;
        pen.strokeStyle = surface;
        pen.beginPath();
        pen.moveTo(4.6, 4.6);
        pen.lineTo(9.4, 9.4);
        pen.moveTo(9.4, 4.6);
        pen.lineTo(4.6, 9.4);
        pen.stroke();
      },
    ],
    request: [
      12,
      (pen, size) => {
        disc(pen, size, 4.4);
        pen.fillStyle = surface;
        pen.fill();
        pen.lineWidth = 2;
        pen.strokeStyle = ink;
        pen.stroke();
      },
    ],
    arrow: [
      12,
      (pen) => {
        path(pen, [
          [3, 1.5],
          [10, 6],
          [3, 10.5],
          [5, 6],
        ]);
        pen.fillStyle = surface;
        pen.fill();
      },
    ],
    halo: [
      38,
      (pen, size) => {
        disc(pen, size, size / 2 - 3);
        pen.lineWidth = 3;
        pen.strokeStyle = action;
        pen.stroke();
      },
    ],
  };
}

function draw(size: number, paint: Draw): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no 2D canvas");
  pen.scale(RATIO, RATIO);
  paint(pen, size);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Name of the badge image for a route colour. */
export function badgeName(colour: string, arrived: boolean): string {
  return `badge-${colour}${arrived ? "-half" : ""}`;
}

/** Add every symbol the theme needs; the map must have loaded its style. */
export function addSymbols(map: MapView, theme: Theme, colours: Iterable<string>): void {
  const all = { ...siteSymbols(theme), ...markSymbols(theme) };
  for (const [name, [size, paint]] of Object.entries(all)) put(map, name, draw(size, paint));
  for (const colour of colours) {
    put(map, badgeName(colour, false), draw(24, badge(colour, INK[theme].surface, false)));
    put(map, badgeName(colour, true), draw(24, badge(colour, INK[theme].surface, true)));
  }
}

function put(map: MapView, name: string, image: ImageData): void {
  if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: RATIO });
}

export const INKS = INK;
