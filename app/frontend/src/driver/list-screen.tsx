import type { JSX } from "preact";
import type { VisitKind } from "../api/types.ts";
import { clock } from "../shared/format.ts";
import { t, tOr } from "../shared/language.ts";
import type { VisitState } from "../shared/reports.ts";
import { VISIT_SYMBOLS } from "../shared/visit-symbols.ts";
import { isService } from "./flow.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { useDriver } from "./session.ts";
import type { Day, DriverVisit } from "./types.ts";

/** The day in the driver's own order. */
export function ListScreen({ day }: { day: Day }): JSX.Element {
  let number = 0;
  return (
    <>
      <main class="reading list-screen">
        <h1 class="hidden">{t("driver-tab-list")}</h1>
        <ol>
          {day.route.visits.map((visit) => (
            <Row key={visit.id} day={day} visit={visit} number={isService(visit.kind) ? ++number : null} />
          ))}
        </ol>
      </main>
      <Bottom>
        <Tabs here="list" />
      </Bottom>
    </>
  );
}

function Row({ day, visit, number }: { day: Day; visit: DriverVisit; number: number | null }): JSX.Element {
  const { states, unsent, next } = useDriver();
  const state = states.value.get(visit.id) ?? { status: "todo" as const, reason: null };
  const waiting = unsent.value.some((report) => report.visit === visit.id);
  const at_s = visit.arrival_s ?? visit.departure_s;
  const isNext = next.value?.id === visit.id;
  return (
    <li class={isNext ? "next" : ""}>
      <a href={`#stop/${visit.position}`} aria-current={isNext ? "step" : undefined}>
        <Mark state={state} kind={visit.kind} number={number} bold={isNext} />
        <span class="row-name">
          {visit.name || tOr("kind", visit.kind)}
          {visit.hazard && <span class="row-hazard"> ⚠ {tOr("hazard", visit.hazard)}</span>}
          {state.reason && <span class="row-reason">{tOr("fail", state.reason)}</span>}
          {waiting && <span class="row-waiting">◷ {t("mark-kept")}</span>}
        </span>
        <span class="row-time">{at_s === null ? "" : clock(day.start, at_s)}</span>
      </a>
    </li>
  );
}

interface MarkProps {
  state: VisitState;
  kind: VisitKind;
  number: number | null;
  bold: boolean;
}

/** To do hollow, next bold, arrived half, done a tick, not collected a cross. */
function Mark({ state, kind, number, bold }: MarkProps): JSX.Element {
  const { status } = state;
  return (
    <svg
      class={`stop-mark ${status}${bold ? " bold" : ""}`}
      width="32"
      height="32"
      viewBox="0 0 32 32"
      role="img"
      aria-label={`${number ?? tOr("kind", kind)} ${t(`visit-${status}`)}`}
    >
      <circle cx="16" cy="16" r="14" />
      {status === "arrived" && <path class="half" d="M16 30a14 14 0 0 0 0-28Z" />}
      {status === "done" ? (
        <path class="tick" d="M9 16.5l5 5 9-11" />
      ) : status === "failed" ? (
        <path class="crossed" d="M10 10l12 12M22 10L10 22" />
      ) : number === null ? (
        <path class="symbol" d={VISIT_SYMBOLS[kind] ?? ""} transform="translate(5 5) scale(1.22)" />
      ) : (
        <text x="16" y="21" text-anchor="middle">
          {number}
        </text>
      )}
    </svg>
  );
}
