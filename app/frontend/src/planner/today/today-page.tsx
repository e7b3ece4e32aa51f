import "./today.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, Today } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { CentreField } from "../elements/centre-field.tsx";
import { Figure } from "../elements/figure.tsx";
import { FirstStepsPage } from "../elements/first-steps.tsx";
import { useRouter } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { type Day, loadDay } from "./day.ts";
import { EarlierPlans } from "./earlier-plans.tsx";
import { Missing } from "./missing.tsx";
import { PlanForm } from "./plan-form.tsx";
import { RequestTable } from "./request-table.tsx";
import { TodayMap } from "./today-map.tsx";

/** Today: requested, planned, left out, late, at the scale; and what to do next. */
export function TodayPage(): JSX.Element {
  const { param, setParams } = useRouter();
  const [centres, setCentres] = useState<Centre[] | null>(null);
  const [day, setDay] = useState<Day | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const date = param("date") ?? todaysDate();
  const centre = centres?.find((one) => one.ref === param("centre")) ?? centres?.[0] ?? null;

  useEffect(() => {
    document.title = `${t("nav-today")} · ${t("app-name")}`;
    call<Centre[]>("/api/v1/centres").then(setCentres, setFault);
  }, []);
  useEffect(() => {
    if (!centre) return;
    let gone = false;
    const load = (): void => {
      loadDay(centre, date).then(
        (next) => {
          if (!gone) {
            setDay(next);
            setFault(null);
          }
        },
        (error: unknown) => {
          if (!gone) setFault(error);
        },
      );
    };
    setDay(null);
    load();
    addEventListener("focus", load); // coming back to the page shows what colleagues changed
    return () => {
      gone = true;
      removeEventListener("focus", load);
    };
  }, [centre?.ref, date]);

  if (fault && !centres)
    return (
      <main id="main" class="lone">
        <Fault error={fault} />
      </main>
    );
  if (!centres)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  if (!centre) return <FirstStepsPage />;
  return (
    <main id="main" class="today">
      <header class="today-header">
        <div class="today-pickers">
          <h1 class="hidden">{t("nav-today")}</h1>
          <CentreField centres={centres} centre={centre} />
          <label>
            {t("today-date")}
            <input
              type="date"
              value={date}
              onChange={(event) => {
                if (event.currentTarget.value) setParams({ date: event.currentTarget.value });
              }}
            />
          </label>
          {centre.synthetic && (
            <span class="synthetic" title={t("synthetic-title")}>
              {t("synthetic")}
            </span>
          )}
        </div>
        <DayFigures today={day?.today ?? null} />
        {mayPlan ? (
          <PlanForm centre={centre.ref} date={date} today={day?.today ?? null} requests={day?.requests.length ?? 0} />
        ) : (
          <p class="quiet-text">{t("today-viewer")}</p>
        )}
      </header>
      <section class="today-map" aria-label={t("board-map")}>
        <TodayMap
          key={centre.ref}
          centre={centre}
          sites={day?.sites ?? []}
          requests={day?.requests ?? []}
          closures={day?.closures ?? []}
        />
      </section>
      <section class="today-side" aria-label={t("today-side")} tabIndex={0}>
        {fault ? <Fault error={fault} /> : null}
        {day && <Missing today={day.today} />}
        {day && <EarlierPlans plans={day.plans} />}
        {day && <RequestTable requests={day.requests} date={date} />}
      </section>
    </main>
  );
}

function DayFigures({ today }: { today: Today | null }): JSX.Element {
  const of = (value: number | undefined): string => (value === undefined ? "–" : format.number(value));
  return (
    <div class="figures five" aria-busy={today === null}>
      <Figure value={of(today?.requested)} label={t("today-requested")} />
      <Figure value={of(today?.planned)} label={t("today-planned")} />
      <Figure
        value={of(today?.left_out)}
        label={t("today-leftOut")}
        {...(today && today.left_out > 0 ? { tone: "warning" as const } : {})}
      />
      <Figure
        value={of(today?.late)}
        label={t("today-late")}
        {...(today && today.late > 0 ? { tone: "danger" as const } : {})}
      />
      <Figure
        value={today ? format.mass(today.received_kg) : "–"}
        label={t("today-received")}
        method={t("today-receivedMethod")}
      />
    </div>
  );
}
