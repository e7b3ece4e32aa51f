import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 40;
const BOTTOM = 22;

/** Points against coverage; each dot is a button-sized target with its words as a title, and the table of them is beside it for readers. */
export function Curve({ points, chosen }: { points: readonly { p: number; share: number }[]; chosen: number }): JSX.Element | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const low = Math.max(0, Math.floor(first.share * 10) / 10);
  const x = (p: number): number => LEFT + ((p - first.p) / (last.p - first.p)) * (WIDTH - LEFT - 12);
  const y = (share: number): number => 8 + (1 - (share - low) / Math.max(0.01, 1 - low)) * (HEIGHT - BOTTOM - 8);
  const words = (one: { p: number; share: number }): string => t("coverage.curvePoint", { p: one.p, share: format.number(one.share * 100, 1) });
  return (
    <figure class="curve">
      <figcaption>{t("coverage.curve")}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={points.map(words).join(" · ")}>
        {[low, (low + 1) / 2, 1].map((share) => (
          <g key={share}>
            <line x1={LEFT} x2={WIDTH - 12} y1={y(share)} y2={y(share)} class="curve-grid" />
            <text x={LEFT - 4} y={y(share) + 4} text-anchor="end">{format.number(share * 100)} %</text>
          </g>
        ))}
        <polyline points={points.map((one) => `${x(one.p)},${y(one.share)}`).join(" ")} class="curve-line" />
        {points.map((one) => (
          <g key={one.p}>
            <circle cx={x(one.p)} cy={y(one.share)} r={one.p === chosen ? 6 : 4} class={one.p === chosen ? "curve-dot chosen" : "curve-dot"}><title>{words(one)}</title></circle>
            {points.length <= 16 && <text x={x(one.p)} y={HEIGHT - 6} text-anchor="middle">{one.p}</text>}
          </g>
        ))}
      </svg>
    </figure>
  );
}
