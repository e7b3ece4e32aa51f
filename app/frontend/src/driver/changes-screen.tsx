import type { JSX } from "preact";
import { clock } from "../shared/format.ts";
import { t } from "../shared/language.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { calledIn } from "./new-version.ts";
import { NEXT_STOP } from "./screens.ts";
import { useDriver } from "./session.ts";
import type { Day, Notice } from "./types.ts";

/** What a new version changed for this driver: old beside new. */
export function ChangesScreen({ day, held }: { day: Day; held: boolean }): JSX.Element {
  const { haveRead } = useDriver();
  const { notice } = day;
  const done = (): void => {
    if (!held) haveRead(day.plan.id); // held back, it is told once more when it begins
    location.hash = NEXT_STOP;
  };
  return (
    <>
      <main class="reading changes">
        <h1>{t("changed-title")}</h1>
        {held && (
          <p>
            <b>{t("changed-held")}</b>
          </p>
        )}
        {notice && <Old day={day} notice={notice} />}
        {notice && <New day={day} notice={notice} />}
      </main>
      <Bottom>
        <button type="button" class="main-button" onClick={done}>
          {t("changed-ok")}
        </button>
        <Tabs here={null} />
      </Bottom>
    </>
  );
}

function Old({ day, notice }: { day: Day; notice: Notice }): JSX.Element {
  return (
    <section>
      <h2>
        {t("changed-old")} <span class="quiet-text">{span(day, notice.leaves_s[0], notice.back_s[0])}</span>
      </h2>
      <ul>
        {notice.removed.map((stop) => (
          <li key={stop.task}>
            − <s>{calledIn(day, stop)}</s>{" "}
            <span class="quiet-text">{t(stop.vehicle === null ? "changed-nobody" : "changed-other")}</span>
          </li>
        ))}
        {notice.retimed.map((stop) => (
          <li key={stop.task}>
            {calledIn(day, stop)} <s>{clock(day.start, stop.before_s)}</s>
          </li>
        ))}
      </ul>
    </section>
  );
}

function New({ day, notice }: { day: Day; notice: Notice }): JSX.Element {
  const at = (task: string): string => {
    const visit = day.route.visits.find((one) => one.task === task);
    return visit?.arrival_s == null ? "" : clock(day.start, visit.arrival_s);
  };
  return (
    <section>
      <h2>
        {t("changed-new")} <span class="quiet-text">{span(day, notice.leaves_s[1], notice.back_s[1])}</span>
      </h2>
      {notice.reordered && <p>{t("changed-order")}</p>}
      <ul>
        {notice.added.map((stop) => (
          <li key={stop.task}>
            <b>
              + {calledIn(day, stop)} {at(stop.task)}
            </b>
          </li>
        ))}
        {notice.retimed.map((stop) => (
          <li key={stop.task}>
            {calledIn(day, stop)} <b>{clock(day.start, stop.after_s)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function span(day: Day, from_s: number | null, to_s: number | null): string {
  if (from_s === null || to_s === null) return t("changed-home");
  return `${clock(day.start, from_s)}–${clock(day.start, to_s)}`;
}
