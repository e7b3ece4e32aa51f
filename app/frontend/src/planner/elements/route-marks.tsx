import type { JSX } from "preact";
import type { VisitKind, VisitStatus } from "../../api/types.ts";
import { routeColour, routeStroke } from "../../shared/colours.ts";
import { t, tOr } from "../../shared/language.ts";
import { useTheme } from "../../shared/theme.ts";
import { VISIT_SYMBOLS } from "../../shared/visit-symbols.ts";

/** A route's number beside its line: colour, and solid, dashed or double, so that no two look alike. */
export function RouteMark({ number }: { number: number }): JSX.Element {
  const { theme } = useTheme();
  const colour = routeColour(number, theme.value);
  const stroke = routeStroke(number);
  return (
    <span class="mark">
      <span class="mark-number">{number}</span>
      <svg width="22" height="10" aria-hidden="true">
        <line
          x1="1"
          y1="5"
          x2="21"
          y2="5"
          stroke={colour}
          stroke-width="4"
          stroke-dasharray={stroke === "dashed" ? "5 3" : undefined}
        />
        {stroke === "double" && <line class="mark-core" x1="1" y1="5" x2="21" y2="5" stroke-width="1.4" />}
      </svg>
    </span>
  );
}

interface BadgeProps {
  route: number;
  kind: VisitKind;
  number: number | undefined;
  status?: VisitStatus;
}

/** A stop's badge: surface fill, route-coloured ring, ink number; done, failed and arrived are marked by shape. */
export function Badge({ route, kind, number, status = "todo" }: BadgeProps): JSX.Element {
  const { theme } = useTheme();
  const colour = routeColour(route, theme.value);
  const symbol = VISIT_SYMBOLS[kind];
  return (
    <svg
      class={`badge is-${status}`}
      width="20"
      height="20"
      viewBox="0 0 18 18"
      role="img"
      aria-label={[number ?? tOr("kind", kind), status === "todo" ? "" : t(`visit-${status}`)].join(" ").trim()}
    >
      {symbol && !number ? (
        <rect x="1.5" y="1.5" width="15" height="15" rx="3" class="badge-fill" stroke={colour} stroke-width="1.6" />
      ) : (
        <circle cx="9" cy="9" r="7.6" class="badge-fill" stroke={colour} stroke-width="2.2" />
      )}
      {status === "done" && number ? (
        <path class="badge-done" d="M5 9.3 8 12.2 13 6.2" />
      ) : status === "failed" ? (
        <path class="badge-failed" d="M5.8 5.8l6.4 6.4 M12.2 5.8l-6.4 6.4" />
      ) : number ? (
        <text x="9" y="12.3" text-anchor="middle">
          {number}
        </text>
      ) : symbol ? (
        <path class="badge-symbol" d={symbol} />
      ) : null}
      {status === "arrived" && <path class="badge-half" d="M9 16.6A7.6 7.6 0 0 0 9 1.4Z" fill={colour} />}
    </svg>
  );
}
