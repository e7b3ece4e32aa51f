import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Plan, Route } from "../../../api/types.ts";
import { clock, secondsAfter, startOfDay_s } from "../../../shared/format.ts";
import { t } from "../../../shared/language.ts";
import { todaysDate } from "../../session.ts";
import { useBoard } from "../store.ts";
import { axisOf, scaleTo, ticksOf } from "./layout.ts";
import { Resizer } from "./resizer.tsx";
import { TimelinePrice } from "./timeline-price.tsx";
import { ROW, TimelineRow } from "./timeline-row.tsx";

const AXIS = 22;

const PAD = 14;

/** The day of every route on one axis: block = at the stop, line = driving, hatching = waiting. */
export function Timeline({ plan }: { plan: Plan }): JSX.Element {
  const { routesInOrder, hiddenRoutes, now, hovered } = useBoard();
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
    <section class="board-timeline" aria-label={t("board-timeline")} style={{ height: `${height}px` }}>
      <Resizer height={height} setHeight={setHeight} />
      <div class="timeline-scroll" tabIndex={0} role="group" aria-label={t("board-timeline")}>
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
            aria-label={t("timeline-image", { n: routes.length })}
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
                <title>{t("timeline-now")}</title>
              </line>
            )}
          </svg>
          {!routes.length && <p class="empty">{t("timeline-empty")}</p>}
        </div>
      </div>
    </section>
  );
}

function TimelineLabel({ route }: { route: Route }): JSX.Element {
  const { lifted, selectedRoute, select, hovered } = useBoard();
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
