import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Plan, Route } from "../../../api/types.ts";
import { routeColour, routeStroke } from "../../../shared/colours.ts";
import { clock, secondsAfter, startOfDay_s } from "../../../shared/format.ts";
import { language, t, tOr } from "../../../shared/language.ts";
import { theme } from "../../../shared/theme.ts";
import { excessText, offersByTruck, priceText } from "../../plan/offers-text.ts";
import { format, todaysDate } from "../../session.ts";
import { dragged, grab } from "../editing/drag.ts";
import { brokenAt } from "../editing/violation-list.tsx";
import {
  hiddenRoutes,
  hovered,
  lifted,
  now,
  numbersOf,
  routesInOrder,
  select,
  selectedRoute,
  selectedVisit,
} from "../state.ts";
import { axisOf, late_s, type Piece, piecesOf, scaleTo, ticksOf } from "./layout.ts";

const ROW = 28;
const AXIS = 22;
const PAD = 14;
/** A short stop is still wide enough for its number. */
const SLIMMEST = 9;

/** The day of every route on one axis: block = at the stop, line = driving, hatching = waiting. */
export function Timeline({ plan }: { plan: Plan }): JSX.Element {
  const body = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  const [height, setHeight] = useState(220);
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const routes = routesInOrder.value.filter((route) => !hiddenRoutes.value.has(route.number));
  const axis = axisOf(routes, startOfDay_s(plan.start));
  const inner = Math.max(200, width - 2 * PAD);
  const scale = scaleTo(axis, inner);
  const x = (at_s: number): number => PAD + scale(at_s);
  const now_s = secondsAfter(plan.start, now.value);
  const showNow = todaysDate(now.value) === plan.date && now_s >= axis[0] && now_s <= axis[1];
  return (
    <section class="board-timeline" aria-label={t("board.timeline")} style={{ height: `${height}px` }}>
      <Resizer height={height} setHeight={setHeight} />
      <div class="timeline-scroll" tabIndex={0} role="group" aria-label={t("board.timeline")}>
        <div class="timeline-labels" aria-hidden="true">
          <div class="timeline-corner" />
          {routes.map((route) => (
            <TimelineLabel key={route.id} route={route} />
          ))}
        </div>
        <div class="timeline-body" ref={body} onMouseLeave={() => (hovered.value = null)}>
          <svg class="timeline-axis" width={width} height={AXIS} aria-hidden="true">
            {ticksOf(axis, inner).map((at) => (
              <text key={at} x={x(at)} y={15} text-anchor="middle">
                {clock(plan.start, at)}
              </text>
            ))}
          </svg>
          <svg
            class="timeline-rows"
            width={width}
            height={Math.max(ROW, routes.length * ROW)}
            role="img"
            aria-label={t("timeline.image", { n: routes.length })}
          >
            <defs>
              <pattern id="waiting" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="2" height="6" class="hatch" />
              </pattern>
            </defs>
            {ticksOf(axis, inner).map((at) => (
              <line key={at} class="grid" x1={x(at)} x2={x(at)} y1="0" y2="100%" />
            ))}
            {routes.map((route, index) => (
              <TimelineRow key={route.id} plan={plan} route={route} y={index * ROW} x={x} />
            ))}
            {routes.map((route, index) => (
              <TimelinePrice key={route.id} route={route} x={width - PAD} y={index * ROW + ROW / 2} />
            ))}
            {showNow && (
              <line class="now" x1={x(now_s)} x2={x(now_s)} y1="0" y2="100%">
                <title>{t("timeline.now")}</title>
              </line>
            )}
          </svg>
          {!routes.length && <p class="empty">{t("timeline.empty")}</p>}
        </div>
      </div>
    </section>
  );
}

function TimelineLabel({ route }: { route: Route }): JSX.Element {
  const faded = lifted.value !== null && lifted.value !== route.number;
  const selected = selectedRoute.value?.number === route.number;
  return (
    <div
      data-truck={route.vehicle.ref}
      class={`timeline-label${faded ? " faded" : ""}${selected ? " selected" : ""}`}
      onClick={() => select(route.number)}
      onMouseEnter={() => (hovered.value = { route: route.number, visit: null })}
    >
      <span class="timeline-number">{route.number}</span> {route.vehicle.plate}
    </div>
  );
}

interface RowProps {
  plan: Plan;
  route: Route;
  y: number;
  x: (at_s: number) => number;
}

function TimelineRow({ plan, route, y, x }: RowProps): JSX.Element {
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
          <Halt
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

/** While a stop is dragged: what this truck would ask, at the end of its row. */
function TimelinePrice({ route, x, y }: { route: Route; x: number; y: number }): JSX.Element | null {
  const held = dragged.value;
  const offer =
    held?.offers && held.from !== route.vehicle.ref
      ? offersByTruck(held.offers.offers).get(route.vehicle.ref)
      : undefined;
  if (!offer) return null;
  const [broken] = offer.violations;
  return (
    <text class={broken ? "timeline-price broken" : "timeline-price"} x={x} y={y + 4} text-anchor="end">
      {broken ? `▲! ${excessText(broken, format)}` : priceText(offer, format)}
    </text>
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

interface HaltProps extends RowProps {
  piece: Piece;
  colour: string;
  number: number | undefined;
}

function Halt({ plan, route, piece, x, y, colour, number }: HaltProps): JSX.Element {
  const visit = piece.visit;
  const left = x(piece.from_s);
  const width = Math.max(piece.kind === "wait" ? 1 : SLIMMEST, x(piece.to_s) - left);
  const selected = visit !== null && selectedVisit.value?.id === visit.id;
  const lit = visit !== null && hovered.value?.visit === visit.id;
  const over = visit ? late_s(visit) : 0;
  const word = wordFor(piece, number, width);
  const name = visit?.name || tOr("kind", visit?.kind ?? "");
  const task = piece.kind === "service" ? visit?.task : null;
  const broken = visit !== null && piece.kind === "service" && brokenAt(visit, route).length > 0;
  // On its own truck a stop is put beside another; on another truck where its price was found.
  const beside = task && dragged.value?.from === route.vehicle.ref ? task : undefined;
  const wait = piece.kind === "wait" ? `${t("detail.wait")} · ` : "";
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
    return fits(t("timeline.unload"), language === "zh" ? 11 : 6.2) ? t("timeline.unload") : "↓";
  if (piece.kind === "rest") {
    const word = t(piece.visit?.kind === "break" ? "kind.break" : "timeline.rest");
    return fits(word, language === "zh" ? 11 : 6.2) ? word : "";
  }
  return "";
}

/** Drag, or arrow keys, to give the timeline more or less room. */
function Resizer({ height, setHeight }: { height: number; setHeight: (height: number) => void }): JSX.Element {
  const clamp = (value: number): number => Math.round(Math.min(window.innerHeight * 0.6, Math.max(90, value)));
  const drag = (event: PointerEvent): void => {
    const from = event.clientY;
    const bar = event.currentTarget as HTMLElement;
    bar.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => setHeight(clamp(height + from - next.clientY));
    bar.addEventListener("pointermove", move);
    bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", move), { once: true });
  };
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowUp" ? 24 : event.key === "ArrowDown" ? -24 : 0;
    if (!step) return;
    event.preventDefault();
    setHeight(clamp(height + step));
  };
  return (
    <div
      class="resizer"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t("timeline.resize")}
      aria-valuenow={height}
      aria-valuemin={90}
      aria-valuemax={600}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={keys}
    />
  );
}
