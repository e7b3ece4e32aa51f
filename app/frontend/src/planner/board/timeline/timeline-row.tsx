import type { JSX } from "preact";
import type { Plan, Route } from "../../../api/types.ts";
import { routeColour, routeStroke } from "../../../shared/colours.ts";
import { clock } from "../../../shared/format.ts";
import { language, t, tOr } from "../../../shared/language.ts";
import { useTheme } from "../../../shared/theme.ts";
import { late_s, numbersOf } from "../../plan/stops.ts";
import { violationsAt } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { useBoard, useDrag } from "../store.ts";
import { type Piece, piecesOf } from "./layout.ts";

export const ROW = 28;

/** A short stop is still wide enough for its number. */
const SLIMMEST = 9;

interface RowProps {
  plan: Plan;
  route: Route;
  y: number;
  x: (at_s: number) => number;
}

export function TimelineRow({ plan, route, y, x }: RowProps): JSX.Element {
  const { lifted, hovered, selectedRoute, select } = useBoard();
  const { theme } = useTheme();
  const { dragged } = useDrag();
  const faded = lifted.value !== null && lifted.value !== route.number;
  const colour = routeColour(route.number, theme.value);
  const numbers = numbersOf(route);
  const middle = y + ROW / 2;
  const [from_s, to_s] = route.shift;
  const left = Math.max(0, x(from_s));
  return (
    <g
      class={`${faded ? "faded" : ""}${dragged.value?.over?.vehicle === route.vehicle.ref ? " drop-here" : ""}`}
      data-truck={route.vehicle.ref}
      onMouseEnter={() => (hovered.value = { route: route.number, visit: null })}
    >
      <rect
        class={selectedRoute.value?.number === route.number ? "row selected" : "row"}
        x="0"
        y={y}
        width="100%"
        height={ROW}
        onClick={() => select(route.number)}
      />
      <rect
        class="shift"
        x={left}
        y={y + 3}
        width={Math.max(0, x(to_s) - left)}
        height={ROW - 6}
        onClick={() => select(route.number)}
      />
      {piecesOf(route).map((piece, index) =>
        piece.kind === "drive" ? (
          <DriveLine
            key={index}
            x1={x(piece.from_s)}
            x2={x(piece.to_s)}
            y={middle}
            colour={colour}
            number={route.number}
          />
        ) : (
          <VisitBlock
            key={index}
            plan={plan}
            route={route}
            piece={piece}
            x={x}
            y={y}
            colour={colour}
            number={piece.visit ? numbers.get(piece.visit.id) : undefined}
          />
        ),
      )}
    </g>
  );
}

function DriveLine({
  x1,
  x2,
  y,
  colour,
  number,
}: {
  x1: number;
  x2: number;
  y: number;
  colour: string;
  number: number;
}): JSX.Element {
  const stroke = routeStroke(number);
  return (
    <>
      <line
        class="drive"
        x1={x1}
        x2={x2}
        y1={y}
        y2={y}
        stroke={colour}
        stroke-width={stroke === "double" ? 4 : 2}
        stroke-dasharray={stroke === "dashed" ? "4 2" : undefined}
      />
      {stroke === "double" && <line class="drive-core" x1={x1} x2={x2} y1={y} y2={y} />}
    </>
  );
}

interface VisitBlockProps extends RowProps {
  piece: Piece;
  colour: string;
  number: number | undefined;
}

function VisitBlock({ plan, route, piece, x, y, colour, number }: VisitBlockProps): JSX.Element {
  const { selectedVisit, hovered, select } = useBoard();
  const { dragged, grab } = useDrag();
  const visit = piece.visit;
  const left = x(piece.from_s);
  const width = Math.max(piece.kind === "wait" ? 1 : SLIMMEST, x(piece.to_s) - left);
  const selected = visit !== null && selectedVisit.value?.id === visit.id;
  const lit = visit !== null && hovered.value?.visit === visit.id;
  const over = visit ? late_s(visit) : 0;
  const word = wordFor(piece, number, width);
  const name = visit?.name || tOr("kind", visit?.kind ?? "");
  const task = piece.kind === "service" ? visit?.task : null;
  const broken = visit !== null && piece.kind === "service" && violationsAt(plan, visit, route).length > 0;
  // On its own truck a stop is put beside another; on another truck where its price was found.
  const beside = task && dragged.value?.from === route.vehicle.ref ? task : undefined;
  const wait = piece.kind === "wait" ? `${t("detail-wait")} · ` : "";
  const times = `${clock(plan.start, piece.from_s)}–${clock(plan.start, piece.to_s)}`;
  return (
    <g
      data-truck={route.vehicle.ref}
      data-beside={beside}
      onPointerDown={(event) => grab(event, task, name)}
      class={`halt ${piece.kind} ${visit?.status ?? ""}${selected ? " selected" : ""}${lit ? " lit" : ""}`}
      onMouseEnter={() => {
        if (visit) hovered.value = { route: route.number, visit: visit.id };
      }}
      onClick={() => {
        if (visit) select(route.number, visit.id);
      }}
    >
      <title>{`${wait}${name} ${times} (${format.duration(piece.to_s - piece.from_s)})`}</title>
      <rect
        x={left}
        y={y + 6}
        width={width}
        height={ROW - 12}
        rx={piece.kind === "wait" ? 0 : 2}
        fill={piece.kind === "wait" ? "url(#waiting)" : undefined}
        stroke={piece.kind === "wait" ? undefined : colour}
      />
      {word && (
        <text x={left + width / 2} y={y + ROW / 2 + 4} text-anchor="middle">
          {word}
        </text>
      )}
      {(broken || (over > 0 && piece.kind === "service")) && (
        <path class="late-mark" d={`M${left + width / 2} ${y - 1}l4.5 7h-9Z`} />
      )}
    </g>
  );
}

/** What a block says: its number, or what it is; an unloading without room for the word keeps the arrow. */
function wordFor(piece: Piece, number: number | undefined, width: number): string {
  const fits = (word: string, perLetter: number): boolean => width >= word.length * perLetter + 3;
  if (piece.kind === "service") return number !== undefined && fits(String(number), 6) ? String(number) : "";
  if (piece.kind === "unload")
    return fits(t("timeline-unload"), language === "zh" ? 11 : 6.2) ? t("timeline-unload") : "↓";
  if (piece.kind === "rest") {
    const word = t(piece.visit?.kind === "break" ? "kind-break" : "timeline-rest");
    return fits(word, language === "zh" ? 11 : 6.2) ? word : "";
  }
  return "";
}
