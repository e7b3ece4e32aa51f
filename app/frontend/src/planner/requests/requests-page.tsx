import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, PickupRequest, Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t, tOr } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { PlaceMap, type Spot } from "../elements/place-map.tsx";
import { clockOf } from "../elements/spans.ts";
import { follow, param, setParams } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { FirstStepsPage, NextStep } from "../today/first-steps.tsx";
import { standingRefOf } from "./recurrence.ts";
import { StandingPage } from "./recurring-page.tsx";
import { RequestForm } from "./request-form.tsx";
import { RequestViews, viewUrl } from "./request-views.tsx";

const STATES = ["open", "planned", "collected", "failed", "cancelled"] as const;
const CONDITIONS = ["intact", "damaged", "undiagnosable", "critical"] as const;

/** Requests of a centre: found, entered, changed, cancelled, moved to another day. */
export function RequestsPage(): JSX.Element {
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  useEffect(() => {
    document.title = `${t("requests.title")} · ${t("app.name")}`;
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
        <p class="quiet-text">{t("board.loading")}</p>
      </main>
    );
  const centre = centres.data.find((one) => one.ref === param("centre")) ?? centres.data[0];
  if (!centre) return <FirstStepsPage />;
  if (param("view") === "weekly") return <StandingPage key={centre.ref} centre={centre} centres={centres.data} />;
  return <Requests key={centre.ref} centre={centre} centres={centres.data} />;
}

function Requests({ centre, centres }: { centre: Centre; centres: readonly Centre[] }): JSX.Element {
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
          {t("requests.title")} {rows.data && <span class="count">{format.number(rows.data.length)}</span>}
        </h1>
        {mayPlan && (
          <a class="button" href="/requests/import" onClick={follow}>
            {t("requests.import")}
          </a>
        )}
        {mayPlan && (
          <button type="button" class="primary" onClick={() => setForm({ request: null })}>
            {t("requests.add")}
          </button>
        )}
      </header>
      <RequestViews weekly={false} />
      <NextStep turn={rows.data?.length ?? 0} here="/requests" />
      <Filters centre={centre} centres={centres} date={date} />
      {rows.error ? <Fault error={rows.error} /> : null}
      {chosen.size > 0 && (
        <ForChosen
          refs={[...chosen]}
          onDone={() => {
            setChosen(new Set());
            rows.reload();
          }}
        />
      )}
      <div class="work-split">
        <section class="work-list" aria-label={t("requests.title")} tabIndex={0}>
          {rows.data?.length === 0 && <p class="empty">{t("requests.none")}</p>}
          {!!rows.data?.length && (
            <table>
              <thead>
                <tr>
                  {mayPlan && (
                    <th scope="col">
                      <input
                        type="checkbox"
                        aria-label={t("requests.chooseAll")}
                        checked={shown.every((one) => chosen.has(one.ref))}
                        onChange={(event) =>
                          setChosen(new Set(event.currentTarget.checked ? shown.map((one) => one.ref) : []))
                        }
                      />
                    </th>
                  )}
                  <th scope="col">{t("column.place")}</th>
                  <th scope="col">{t("column.what")}</th>
                  <th scope="col">{t("form.date")}</th>
                  <th scope="col">{t("column.window")}</th>
                  <th scope="col" class="number">
                    {t("column.kg")}
                  </th>
                  <th scope="col" class="number">
                    {t("column.litres")}
                  </th>
                  <th scope="col">{t("column.status")}</th>
                  {mayPlan && <th scope="col">{t("requests.actions")}</th>}
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
        <section class="work-map" aria-label={t("board.map")}>
          <PlaceMap
            network={centre.network}
            spots={spots.length ? spots : [{ lon: centre.lon, lat: centre.lat, name: nameOf(centre), image: "centre" }]}
          />
        </section>
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

function Filters({ centre, centres, date }: { centre: Centre; centres: readonly Centre[]; date: string }): JSX.Element {
  const [text, setText] = useState(param("q") ?? "");
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setParams({ q: text });
      }}
    >
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
            if (event.currentTarget.value) setParams({ date: event.currentTarget.value, until: null });
          }}
        />
      </label>
      <label>
        {t("requests.until")}
        <input
          type="date"
          value={param("until") ?? ""}
          min={date}
          onChange={(event) => setParams({ until: event.currentTarget.value })}
        />
      </label>
      <label>
        {t("requests.state")}
        <select value={param("status") ?? ""} onChange={(event) => setParams({ status: event.currentTarget.value })}>
          <option value="">{t("requests.any")}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t(`request.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("requests.condition")}
        <select
          value={param("condition") ?? ""}
          onChange={(event) => setParams({ condition: event.currentTarget.value })}
        >
          <option value="">{t("requests.any")}</option>
          {CONDITIONS.map((one) => (
            <option key={one} value={one}>
              {t(`condition.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        {t("use.search")}
        <input
          type="search"
          value={text}
          maxLength={100}
          placeholder={t("requests.search")}
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={() => setParams({ q: text })}
        />
      </label>
    </form>
  );
}

function ForChosen({ refs, onDone }: { refs: readonly string[]; onDone: () => void }): JSX.Element {
  const [date, setDate] = useState(todaysDate());
  const { busy, fault, send } = useSending();
  const change = (what: Record<string, string>): void =>
    send(async () => {
      await call("/api/v1/requests", { method: "PATCH", body: { refs, ...what } });
      onDone();
    });
  return (
    <div class="for-chosen" role="group" aria-label={t("requests.chosen", { n: refs.length })}>
      <b>{t("requests.chosen", { n: refs.length })}</b>
      <label>
        <span class="hidden">{t("form.date")}</span>
        <input type="date" value={date} onChange={(event) => setDate(event.currentTarget.value)} />
      </label>
      <button type="button" disabled={busy || !date} onClick={() => change({ date })}>
        {t("requests.moveMany")}
      </button>
      <button type="button" class="danger" disabled={busy} onClick={() => change({ status: "cancelled" })}>
        {t("requests.cancelMany", { n: refs.length })}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </div>
  );
}

interface RowProps {
  request: PickupRequest;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onEdit: () => void;
  onChanged: () => void;
}

function Row({ request, chosen, onChoose, onEdit, onChanged }: RowProps): JSX.Element {
  const { busy, fault, send } = useSending();
  const over = request.status === "cancelled";
  const state = (status: string): void =>
    send(async () => {
      await call(`/api/v1/requests/${encodeURIComponent(request.ref)}`, { method: "PATCH", body: { status } });
      onChanged();
    });
  const conditions = [...new Set(request.items.map((item) => item.condition).filter((one) => one !== "intact"))];
  return (
    <tr data-ref={request.ref}>
      {mayPlan && (
        <td>
          <input
            type="checkbox"
            checked={chosen}
            aria-label={t("requests.choose", { ref: request.ref })}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </td>
      )}
      <td>
        <span class="cell-main">{request.name}</span>
        <span class="code">{request.ref}</span>
        {standingRefOf(request.ref) !== null && (
          <a class="from-standing" href={viewUrl("weekly")} onClick={follow}>
            {t("requests.standing")}
          </a>
        )}
      </td>
      <td class="goods">
        {request.items.map((item) => `${nameOf(item)} ×${item.quantity}`).join(", ")}
        {conditions.map((one) => (
          <span key={one} class="condition">
            {tOr("condition", one)}
          </span>
        ))}
      </td>
      <td class="nowrap">{format.date(request.date)}</td>
      <td>
        {request.windows.map(([from, to]) => (
          <span key={from} class="window">
            {clockOf(from)}–{clockOf(to)}
          </span>
        ))}
      </td>
      <td class="number">{format.number(request.kg)}</td>
      <td class="number">{format.number(request.litres)}</td>
      <td class="state">
        {tOr("request", request.status)}
        {request.mandatory && <span class="condition">{t("form.mandatory")}</span>}
      </td>
      {mayPlan && (
        <td>
          <span class="row-actions">
            {!over && request.status !== "collected" && (
              <button type="button" onClick={onEdit} aria-label={t("requests.edit", { ref: request.ref })}>
                {t("form.edit")}
              </button>
            )}
            {over ? (
              <button type="button" disabled={busy} onClick={() => state("open")}>
                {t("requests.reopen")}
              </button>
            ) : (
              request.status !== "collected" && (
                <button type="button" disabled={busy} onClick={() => state("cancelled")}>
                  {t("requests.cancel")}
                </button>
              )
            )}
            {fault ? <Fault error={fault} /> : null}
          </span>
        </td>
      )}
    </tr>
  );
}
