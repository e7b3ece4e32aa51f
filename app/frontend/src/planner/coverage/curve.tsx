import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import type { CurvePoint } from "./types.ts";

const WIDTH = 340;
const HEIGHT = 140;
const LEFT = 40;
const RIGHT = 48;
const INSET = 8;
const TOP = 10;
const BOTTOM = 22;

/** Points against coverage, and against the cost of a tonne where choices are priced (squares, right scale). */
export function Curve({ points, chosen }: { points: readonly CurvePoint[]; chosen: number }): JSX.Element | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const costs = points.filter(
    (one): one is CurvePoint & { cost_per_tonne: number } => typeof one.cost_per_tonne === "number",
  );
  const right = costs.length > 1 ? RIGHT : 12;
  const low = Math.max(0, Math.floor(first.share * 10) / 10);
  const x = (p: number): number =>
    LEFT + INSET + ((p - first.p) / (last.p - first.p)) * (WIDTH - LEFT - right - 2 * INSET);
  const at = (part: number): number => TOP + (1 - part) * (HEIGHT - BOTTOM - TOP);
  const y = (share: number): number => at((share - low) / Math.max(0.01, 1 - low));
  const values = costs.map((one) => one.cost_per_tonne);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const money = (value: number): number => at(most > least ? (value - least) / (most - least) : 0.5);
  const words = (one: CurvePoint): string =>
    t("coverage-curvePoint", { p: one.p, share: format.number(one.share * 100, 1) }) +
    (typeof one.cost_per_tonne === "number" ? ` · ${format.money(one.cost_per_tonne)}/t` : "");
  return (
    <figure class="curve">
      <figcaption>{t(costs.length > 1 ? "coverage-curveCost" : "coverage-curve")}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={points.map(words).join(" · ")}>
        {[low, (low + 1) / 2, 1].map((share) => (
          <g key={share}>
            <line x1={LEFT} x2={WIDTH - right} y1={y(share)} y2={y(share)} class="curve-grid" />
            <text x={LEFT - 4} y={y(share) + 4} text-anchor="end">
              {format.number(share * 100)} %
            </text>
          </g>
        ))}
        <polyline points={points.map((one) => `${x(one.p)},${y(one.share)}`).join(" ")} class="curve-line" />
        {costs.length > 1 && (
          <>
            <polyline
              points={costs.map((one) => `${x(one.p)},${money(one.cost_per_tonne)}`).join(" ")}
              class="curve-cost"
            />
            {costs.map((one) => (
              <rect
                key={one.p}
                x={x(one.p) - 3}
                y={money(one.cost_per_tonne) - 3}
                width={6}
                height={6}
                class="curve-square"
              >
                <title>{words(one)}</title>
              </rect>
            ))}
            {(most > least ? [least, most] : [least]).map((value) => (
              <text key={value} x={WIDTH - right + 6} y={money(value) + 4}>
                {format.money(value)}
              </text>
            ))}
          </>
        )}
        {points.map((one) => (
          <g key={one.p}>
            <circle
              cx={x(one.p)}
              cy={y(one.share)}
              r={one.p === chosen ? 6 : 4}
              class={one.p === chosen ? "curve-dot chosen" : "curve-dot"}
            >
              <title>{words(one)}</title>
            </circle>
            {points.length <= 16 && (
              <text x={x(one.p)} y={HEIGHT - 6} text-anchor="middle">
                {one.p}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
