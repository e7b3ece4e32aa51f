import type { JSX } from "preact";
import { t } from "../shared/language.ts";
import { boundsOf } from "../shared/polyline.ts";

interface RouteSketchProps {
  line: readonly (readonly [number, number])[];
  stops: readonly { lon: number; lat: number; label: string; next: boolean }[];
  colour: string;
}

const SIZE = 1000;
const EDGE = 60;

/** The route and its numbered stops on plain paper, for a phone that cannot draw the map. */
export function RouteSketch({ line, stops, colour }: RouteSketchProps): JSX.Element {
  const box = boundsOf([...line, ...stops.map((stop): [number, number] => [stop.lon, stop.lat])]) ?? [0, 0, 1, 1];
  const narrowing = Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180);
  const width = Math.max(1e-6, (box[2] - box[0]) * narrowing);
  const height = Math.max(1e-6, box[3] - box[1]);
  const scale = (SIZE - 2 * EDGE) / Math.max(width, height);
  const at = (lon: number, lat: number): [number, number] => [
    EDGE + (lon - box[0]) * narrowing * scale,
    EDGE + (box[3] - lat) * scale,
  ];
  return (
    <div class="sketch">
      <p class="quiet-text">{t("map-sketch")}</p>
      <svg
        viewBox={`0 0 ${width * scale + 2 * EDGE} ${height * scale + 2 * EDGE}`}
        role="img"
        aria-label={t("map-sketch")}
      >
        <polyline
          points={line
            .map(([lon, lat]) =>
              at(lon, lat)
                .map((value) => value.toFixed(1))
                .join(","),
            )
            .join(" ")}
          fill="none"
          stroke={colour}
          stroke-width="8"
          stroke-linejoin="round"
        />
        {stops.map((stop) => {
          const [x, y] = at(stop.lon, stop.lat);
          return (
            <g key={`${stop.label}:${x}`}>
              <circle class="sketch-stop" cx={x} cy={y} r={stop.next ? 34 : 26} stroke={colour} />
              <text x={x} y={y + 11} text-anchor="middle">
                {stop.label}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
