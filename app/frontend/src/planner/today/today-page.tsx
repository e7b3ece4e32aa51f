import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, Closure, Fault as FaultJson, PickupRequest, PlanSummary, Site, Today } from "../../api/types.ts";
import { inForceOn } from "../../map/closure-layers.ts";
import { Fault, FaultText } from "../../shared/fault.tsx";
import { language, nameOf, t, tOr } from "../../shared/language.ts";
import type { Word } from "../../shared/words.ts";
import { subjectOf } from "../board/header/plan-notes.tsx";
import { closuresOf } from "../elements/closures.ts";
import { Figure } from "../elements/figure.tsx";
import { follow, param, setParams } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { FirstStepsPage } from "./first-steps.tsx";
import { PlanForm } from "./plan-form.tsx";
import { RequestTable } from "./request-table.tsx";
import { TodayMap } from "./today-map.tsx";

interface Day {
  today: Today;
  requests: PickupRequest[];
  plans: PlanSummary[];
  sites: Site[];
  closures: Closure[];
}

/** Today: requested, planned, left out, late, at the scale; and what to do next. */
export function TodayPage(): JSX.Element {
  const [centres, setCentres] = useState<Centre[] | null>(null);
  const [day, setDay] = useState<Day | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const date = param("date") ?? todaysDate();
  const centre = centres?.find((one) => one.ref === param("centre")) ?? centres?.[0] ?? null;

  useEffect(() => {
    document.title = `${t("nav.today")} · ${t("app.name")}`;
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
        <p class="quiet-text">{t("board.loading")}</p>
      </main>
    );
  if (!centre) return <FirstStepsPage />;
  return (
    <main id="main" class="today">
      <header class="today-header">
        <div class="today-pickers">
          <h1 class="hidden">{t("nav.today")}</h1>
          <label>
            {t("today.centre")}
            <select value={centre.ref} onChange={(event) => setParams({ centre: event.currentTarget.value })}>
              {centres.map((one) => (
                <option key={one.ref} value={one.ref}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("today.date")}
            <input
              type="date"
              value={date}
              onChange={(event) => {
                if (event.currentTarget.value) setParams({ date: event.currentTarget.value });
              }}
            />
          </label>
          {centre.synthetic && (
            <span class="synthetic" title={t("synthetic.title")}>
              {t("synthetic")}
            </span>
          )}
        </div>
        <FiveFigures today={day?.today ?? null} />
        {mayPlan ? (
          <PlanForm centre={centre.ref} date={date} today={day?.today ?? null} requests={day?.requests.length ?? 0} />
        ) : (
          <p class="quiet-text">{t("today.viewer")}</p>
        )}
      </header>
      <section class="today-map" aria-label={t("board.map")}>
        <TodayMap
          key={centre.ref}
          centre={centre}
          sites={day?.sites ?? []}
          requests={day?.requests ?? []}
          closures={day?.closures ?? []}
        />
      </section>
      <section class="today-side" aria-label={t("today.side")} tabIndex={0}>
        {fault ? <Fault error={fault} /> : null}
        {day && <Missing today={day.today} />}
        {day && <EarlierPlans plans={day.plans} />}
        {day && <RequestTable requests={day.requests} date={date} />}
      </section>
    </main>
  );
}

async function loadDay(centre: Centre, date: string): Promise<Day> {
  const at = `centre=${encodeURIComponent(centre.ref)}`;
  const [today, requests, plans, sites, closures] = await Promise.all([
    call<Today>(`/api/v1/today?${at}&date=${date}`),
    call<PickupRequest[]>(`/api/v1/requests?${at}&date=${date}`),
    call<PlanSummary[]>(`/api/v1/plans?${at}&date=${date}`),
    call<Site[]>(`/api/v1/sites?${at}`),
    closuresOf(centre.network),
  ]);
  return { today, requests, plans, sites, closures: inForceOn(closures, new Date(`${date}T00:00`)) };
}

function FiveFigures({ today }: { today: Today | null }): JSX.Element {
  const of = (value: number | undefined): string => (value === undefined ? "–" : format.number(value));
  return (
    <div class="figures five" aria-busy={today === null}>
      <Figure value={of(today?.requested)} label={t("today.requested")} />
      <Figure value={of(today?.planned)} label={t("today.planned")} />
      <Figure
        value={of(today?.left_out)}
        label={t("today.leftOut")}
        {...(today && today.left_out > 0 ? { tone: "warning" as const } : {})}
      />
      <Figure
        value={of(today?.late)}
        label={t("today.late")}
        {...(today && today.late > 0 ? { tone: "danger" as const } : {})}
      />
      <Figure
        value={today ? format.mass(today.received_kg) : "–"}
        label={t("today.received")}
        method={t("today.receivedMethod")}
      />
    </div>
  );
}

/** Where what is missing is mended. */
const MENDED: Readonly<Record<string, { href: string; word: Word }>> = {
  A211: { href: "/requests/import", word: "setup.requests" },
  A212: { href: "/network/fleet?add=truck", word: "setup.trucks" },
  A213: { href: "/network/sites", word: "setup.choose" },
  A214: { href: "/network/roads", word: "setup.roads" },
  A246: { href: "/network/calendars", word: "nav.calendars" },
  A247: { href: "/network/calendars", word: "nav.calendars" },
  A248: { href: "/network/fleet", word: "nav.fleet" },
  A266: { href: "/network/fleet", word: "nav.fleet" },
  A267: { href: "/network/fleet", word: "nav.fleet" },
  W305: { href: "/network/fleet", word: "nav.fleet" },
  W306: { href: "/network/fleet", word: "nav.fleet" },
  A265: { href: "/network/fleet?add=driver", word: "setup.drivers" },
};

/** Whom or what a fault is about, where its words do not say it. */
function subject({ code, where = "" }: FaultJson): string {
  if (code === "A266") return tOr("skill", where);
  // In English the server's words name the truck.
  return code === "A248" || (language === "zh" && (code === "A267" || code.startsWith("W30"))) ? subjectOf(where) : "";
}

function Missing({ today }: { today: Today }): JSX.Element | null {
  const told = [...today.missing, ...today.notices];
  if (!told.length) return null;
  return (
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">{t(today.missing.length ? "today.missing" : "today.notices")}</h2>
      {told.map((fault) => {
        const there = MENDED[fault.code];
        const about = subject(fault);
        return (
          <div class="missing-row" key={fault.code + fault.cause}>
            {about && <b>{about}</b>}
            <FaultText fault={fault} />
            {there && mayPlan && (
              <a class="button" href={there.href} onClick={follow}>
                {t(there.word)}
              </a>
            )}
          </div>
        );
      })}
    </section>
  );
}

function EarlierPlans({ plans }: { plans: readonly PlanSummary[] }): JSX.Element | null {
  if (!plans.length) return null;
  const newest = [...plans].sort((a, b) => b.created_at.localeCompare(a.created_at));
  return (
    <section aria-labelledby="plans-title">
      <h2 id="plans-title">
        {t("today.plans")} <span class="count">{plans.length}</span>
      </h2>
      <ul class="plan-rows">
        {newest.map((one) => (
          <li key={one.id}>
            <a href={`/plans/${one.id}`} onClick={follow}>
              <span class="plan-time">{format.instant(one.created_at)}</span>
              <span class={`status status-${one.status}`}>
                {one.version > 0 ? `v${one.version} ` : ""}
                {tOr("status", one.status)}
              </span>
              <span class="plan-figures">{summaryOf(one)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function summaryOf(one: PlanSummary): string {
  const figures = one.figures;
  if (!figures || figures.tasks === undefined) return "";
  const parts = [`${figures.served ?? 0}/${figures.tasks}`];
  if (figures.routes) parts.push(t("today.trucks", { n: figures.routes }));
  if (figures.distance_m) parts.push(format.km(figures.distance_m));
  if (figures.cost) parts.push(format.money(figures.cost, figures.currency));
  return parts.join(" · ");
}
