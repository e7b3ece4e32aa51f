import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { clock } from "../shared/format.ts";
import { Icon } from "../shared/icons.tsx";
import type { Word } from "../shared/language.ts";
import { nameOf, t, tOr } from "../shared/language.ts";
import { isService, REPORTS, type Step, stepOf } from "./flow.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { Keypad } from "./keypad.tsx";
import { NavigationSheet } from "./navigation-sheet.tsx";
import { format } from "./page.ts";
import { ReasonSheet } from "./reason-sheet.tsx";
import { NEXT_STOP } from "./screens.ts";
import { useDriver } from "./session.ts";
import type { Day, DriverVisit } from "./types.ts";

const MAIN: Readonly<Record<Exclude<Step, "none">, Word>> = {
  arrive: "step-arrive",
  weigh: "step-weigh",
  finish: "step-finish",
  unload: "step-unload",
  rest: "step-rest",
  resume: "step-resume",
  leave: "step-leave",
  return: "step-return",
};

type Sheet = "keypad" | "reasons" | "navigation" | null;

/** One stop: what it is, and the one thing to do next. */
export function StopScreen({ day, visit }: { day: Day; visit: DriverVisit }): JSX.Element {
  const { states, report, next, linkEnded } = useDriver();
  const [sheet, setSheet] = useState<Sheet>(null);
  const state = states.value.get(visit.id) ?? { status: "todo" as const, reason: null };
  const step = stepOf(visit, state.status);
  const leave = (): void => {
    setSheet(null);
    location.hash = NEXT_STOP; // on to the next stop, wherever this one was opened from
  };
  const press = async (): Promise<void> => {
    if (step === "weigh") return setSheet("keypad");
    const kind = REPORTS[step];
    if (!kind) return;
    await report(visit.id, kind);
    if (kind === "done") leave();
  };
  if (sheet === "keypad")
    return (
      <Keypad
        visit={visit}
        onCancel={() => setSheet(null)}
        onDone={async (kg) => {
          await report(visit.id, "done", { kg });
          leave();
        }}
      />
    );
  if (sheet === "reasons")
    return (
      <ReasonSheet
        visit={visit}
        onCancel={() => setSheet(null)}
        onReason={async (reason) => {
          await report(visit.id, "failed", { reason });
          leave();
        }}
      />
    );
  if (sheet === "navigation") return <NavigationSheet visit={visit} onClose={() => setSheet(null)} />;
  const isNext = next.value?.id === visit.id;
  return (
    <>
      <main class="reading">
        {state.status === "todo" && <LastReport visit={visit} day={day} />}
        <p class="when">
          <span class="when-word">
            {t(isNext && state.status === "todo" ? "driver-next" : `visit-${state.status}`)}
          </span>{" "}
          {timeOf(day, visit)}
        </p>
        <h1>{visit.name || tOr("kind", visit.kind)}</h1>
        <Facts day={day} visit={visit} />
        {!isNext && state.status !== "todo" && state.reason && <p class="hazard">{tOr("fail", state.reason)}</p>}
      </main>
      <Bottom>
        <div class="pair">
          {visit.phone && (
            <a class="button tall" href={`tel:${visit.phone}`}>
              <Icon name="phone" size={22} /> {t("driver-call")}
            </a>
          )}
          {visit.navigation && (
            <button type="button" class="tall" onClick={() => setSheet("navigation")}>
              <Icon name="navigate" size={22} /> {t("driver-navigate")}
            </button>
          )}
        </div>
        <div class="pair">
          {step !== "none" && isService(visit.kind) && (
            <button type="button" disabled={linkEnded.value} onClick={() => setSheet("reasons")}>
              {t("driver-cannot")}
            </button>
          )}
          {state.status !== "todo" && (
            <button type="button" disabled={linkEnded.value} onClick={() => void report(visit.id, "undo")}>
              <Icon name="undo" size={20} /> {t("driver-undo")}
            </button>
          )}
        </div>
        {step === "none" ? (
          <a class="button main-button" href={NEXT_STOP}>
            {t("driver-toNext")}
          </a>
        ) : (
          <button
            type="button"
            class="main-button"
            disabled={linkEnded.value}
            data-step={step}
            onClick={() => void press()}
          >
            {t(MAIN[step])}
          </button>
        )}
        <Tabs here={isNext ? "stop" : null} />
      </Bottom>
    </>
  );
}

function timeOf(day: Day, visit: DriverVisit): string {
  const at_s = visit.kind === "depot" && visit.arrival_s === null ? visit.departure_s : visit.arrival_s;
  return at_s === null ? "" : clock(day.start, at_s);
}

function Facts({ day, visit }: { day: Day; visit: DriverVisit }): JSX.Element {
  const rest = day.route.visits.find((one) => one.kind === "rest" && one.position > visit.position);
  const aboard = day.route.visits.filter((one) => one.position < visit.position && one.load).at(-1)?.load;
  const windows = visit.windows?.length ? visit.windows : visit.window ? [visit.window] : [];
  const stay_s = visit.departure_s !== null && visit.start_s !== null ? visit.departure_s - visit.start_s : null;
  return (
    <>
      {visit.address && <p>{visit.address}</p>}
      {isService(visit.kind) && (
        <p class="goods">
          {(visit.items ?? []).map((item) => `${nameOf(item)} ×${item.quantity}`).join(t("list-comma"))}{" "}
          <b class="nowrap">{format.mass(visit.kg ?? 0)}</b>
        </p>
      )}
      {visit.hazard && (
        <p class="hazard">
          <Icon name="warning" size={24} /> {tOr("hazard", visit.hazard)}
        </p>
      )}
      {visit.note && <p class="note">{visit.note}</p>}
      {visit.kind === "rest" && stay_s !== null && <p>{t("driver-restFor", { long: format.duration(stay_s) })}</p>}
      {visit.kind === "depot" && <p>{t(visit.arrival_s === null ? "driver-check" : "driver-bring")}</p>}
      <p class="quiet-text">
        {windows.length > 0 && (
          <span>
            {t("driver-window")}{" "}
            {windows.map(([from, to]) => `${clock(day.start, from)}–${clock(day.start, to)}`).join(" ")}
          </span>
        )}
        {aboard && (
          <span>
            {t("driver-aboard")} {format.number(aboard.kg)}/{format.number(day.route.vehicle.capacity.kg)} kg
          </span>
        )}
        {rest && rest.arrival_s !== null && visit.kind !== "rest" && (
          <span>{t("driver-restAt", { at: clock(day.start, rest.arrival_s) })}</span>
        )}
      </p>
    </>
  );
}

/** The stop just left, with the way back. */
function LastReport({ day, visit }: { day: Day; visit: DriverVisit }): JSX.Element | null {
  const { states, next, linkEnded, report } = useDriver();
  const before = day.route.visits.filter((one) => one.position < visit.position).at(-1);
  const state = before ? states.value.get(before.id) : undefined;
  if (!before || !state || (state.status !== "done" && state.status !== "failed") || next.value?.id !== visit.id)
    return null;
  return (
    <p class="last">
      <span class="last-name">
        <Icon name={state.status === "done" ? "check" : "cross"} size={20} /> {before.name || tOr("kind", before.kind)}
      </span>
      <button type="button" disabled={linkEnded.value} onClick={() => void report(before.id, "undo")}>
        {t("driver-undo")}
      </button>
    </p>
  );
}

/** Nothing is left to do. */
export function DayOver({ day }: { day: Day }): JSX.Element {
  const { states } = useDriver();
  const stops = day.route.visits.filter((visit) => isService(visit.kind));
  const done = stops.filter((visit) => states.value.get(visit.id)?.status === "done").length;
  return (
    <main class="reading">
      <h1>{t("driver-over")}</h1>
      <p>{t("driver-overSum", { done, failed: stops.length - done })}</p>
      <p class="quiet-text">{t("driver-overKeep")}</p>
    </main>
  );
}
