import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Centre, PickupRequest, Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { FirstStepsPage, NextStep } from "../elements/first-steps.tsx";
import { useLoaded } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { CentreMap, type Spot } from "../elements/place-map.tsx";
import { useRouter } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { Filters } from "./filters.tsx";
import { RecurringPage } from "./recurring-page.tsx";
import { RequestForm } from "./request-form.tsx";
import { Row } from "./request-row.tsx";
import { RequestViews } from "./request-views.tsx";
import { SelectionBar } from "./selection-bar.tsx";

/** Requests of a centre: found, entered, changed, cancelled, moved to another day. */
export function RequestsPage(): JSX.Element {
  const { param } = useRouter();
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  useEffect(() => {
    document.title = `${t("requests-title")} · ${t("app-name")}`;
  }, []);
  if (centres.error)
    return (
      <main id="main" class="lone">
        <Fault error={centres.error} />
      </main>
    );
  if (!centres.data)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  const centre = centres.data.find((one) => one.ref === param("centre")) ?? centres.data[0];
  if (!centre) return <FirstStepsPage />;
  if (param("view") === "weekly") return <RecurringPage key={centre.ref} centre={centre} centres={centres.data} />;
  return <Requests key={centre.ref} centre={centre} centres={centres.data} />;
}

function Requests({ centre, centres }: { centre: Centre; centres: readonly Centre[] }): JSX.Element {
  const { param, follow, setParams } = useRouter();
  const date = param("date") ?? todaysDate();
  const filters = new URLSearchParams({ centre: centre.ref, date });
  for (const name of ["until", "status", "condition", "q"]) {
    const value = param(name);
    if (value) filters.set(name, value);
  }
  const rows = useLoaded<PickupRequest[]>(`/api/v1/requests?${filters.toString()}`);
  const sites = useLoaded<Site[]>(`/api/v1/sites?centre=${encodeURIComponent(centre.ref)}`);
  const [form, setForm] = useState<{ request: PickupRequest | null } | null>(param("add") ? { request: null } : null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { shown, pages } = usePages(rows.data ?? []);
  const choose = (ref: string, on: boolean): void =>
    setChosen((before) => new Set(on ? [...before, ref] : [...before].filter((one) => one !== ref)));
  const spots = (rows.data ?? []).flatMap((one): Spot[] =>
    one.lon === null || one.lat === null ? [] : [{ lon: one.lon, lat: one.lat, name: one.name, image: "request" }],
  );
  return (
    <main id="main" class="work">
      <header class="work-header">
        <h1>
          {t("requests-title")} {rows.data && <span class="count">{format.number(rows.data.length)}</span>}
        </h1>
        {mayPlan && (
          <a class="button" href="/requests/import" onClick={follow}>
            {t("requests-import")}
          </a>
        )}
        {mayPlan && (
          <button type="button" class="primary" onClick={() => setForm({ request: null })}>
            {t("requests-add")}
          </button>
        )}
      </header>
      <RequestViews weekly={false} />
      <NextStep turn={rows.data?.length ?? 0} here="/requests" />
      <Filters centre={centre} centres={centres} date={date} />
      {rows.error ? <Fault error={rows.error} /> : null}
      {chosen.size > 0 && (
        <SelectionBar
          refs={[...chosen]}
          onDone={() => {
            setChosen(new Set());
            rows.reload();
          }}
        />
      )}
      <div class="work-split">
        <section class="work-list" aria-label={t("requests-title")} tabIndex={0}>
          {rows.data?.length === 0 && <p class="empty">{t("requests-none")}</p>}
          {!!rows.data?.length && (
            <table>
              <thead>
                <tr>
                  {mayPlan && (
                    <th scope="col">
                      <input
                        type="checkbox"
                        aria-label={t("requests-chooseAll")}
                        checked={shown.every((one) => chosen.has(one.ref))}
                        onChange={(event) =>
                          setChosen(new Set(event.currentTarget.checked ? shown.map((one) => one.ref) : []))
                        }
                      />
                    </th>
                  )}
                  <th scope="col">{t("column-place")}</th>
                  <th scope="col">{t("column-what")}</th>
                  <th scope="col">{t("form-date")}</th>
                  <th scope="col">{t("column-window")}</th>
                  <th scope="col" class="number">
                    {t("column-kg")}
                  </th>
                  <th scope="col" class="number">
                    {t("column-litres")}
                  </th>
                  <th scope="col">{t("column-status")}</th>
                  {mayPlan && <th scope="col">{t("requests-actions")}</th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <Row
                    key={one.ref}
                    request={one}
                    chosen={chosen.has(one.ref)}
                    onChoose={(on) => choose(one.ref, on)}
                    onEdit={() => setForm({ request: one })}
                    onChanged={rows.reload}
                  />
                ))}
              </tbody>
            </table>
          )}
          {pages}
        </section>
        <CentreMap centre={centre} spots={spots} />
      </div>
      {form && (
        <RequestForm
          request={form.request}
          centre={centre}
          date={date}
          sites={sites.data ?? []}
          onClose={() => {
            setForm(null);
            setParams({ add: null });
          }}
          onSaved={(weekly) => {
            setForm(null);
            setParams({ add: null, ...(weekly ? { view: "weekly" } : {}) });
            rows.reload();
          }}
        />
      )}
    </main>
  );
}
