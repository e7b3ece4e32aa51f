import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, Material, RecurringRequest, Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { ConfirmDialog } from "../elements/confirm-dialogs.tsx";
import { useLoaded, useSending } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { CentreMap, type Spot } from "../elements/place-map.tsx";
import { useRouter } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { nextDate, resumed, stopped, turnOf, weekdayOf } from "./recurrence.ts";
import { RequestForm } from "./request-form.tsx";
import { RequestViews } from "./request-views.tsx";

/** What of a centre is repeated weekly: entered, changed, stopped, taken up again, removed. */
export function RecurringPage({ centre, centres }: { centre: Centre; centres: readonly Centre[] }): JSX.Element {
  const { setParams } = useRouter();
  const all = useLoaded<RecurringRequest[]>("/api/v1/standing-requests");
  const sites = useLoaded<Site[]>(`/api/v1/sites?centre=${encodeURIComponent(centre.ref)}`);
  const materials = useLoaded<Material[]>("/api/v1/materials");
  const [form, setForm] = useState<{ recurring: RecurringRequest | null } | null>(null);
  const rows = all.data?.filter((one) => one.centre === centre.ref);
  const { shown, pages } = usePages(rows ?? []);
  const spots = (rows ?? []).map((one): Spot => ({ lon: one.lon, lat: one.lat, name: one.name, image: "request" }));
  const nameOfMaterial = (ref: string): string => {
    const material = materials.data?.find((one) => one.ref === ref);
    return material ? nameOf(material) : ref;
  };
  const goods = (recurring: RecurringRequest): string =>
    recurring.items.map((item) => `${nameOfMaterial(item.material)} ×${item.quantity}`).join(", ");
  return (
    <main id="main" class="work">
      <header class="work-header">
        <h1>
          {t("requests-title")} {rows && <span class="count">{format.number(rows.length)}</span>}
        </h1>
        {mayPlan && (
          <button type="button" class="primary" onClick={() => setForm({ recurring: null })}>
            {t("requests-add")}
          </button>
        )}
      </header>
      <RequestViews weekly />
      <div class="filters">
        <label>
          {t("today-centre")}
          <select value={centre.ref} onChange={(event) => setParams({ centre: event.currentTarget.value })}>
            {centres.map((one) => (
              <option key={one.ref} value={one.ref}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {all.error ? <Fault error={all.error} /> : null}
      <div class="work-split">
        <section class="work-list" aria-label={t("requests-standing")} tabIndex={0}>
          {rows?.length === 0 && <p class="empty">{t("standing-none")}</p>}
          {!!rows?.length && (
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("column-place")}</th>
                  <th scope="col">{t("column-what")}</th>
                  <th scope="col">{t("standing-weekdays")}</th>
                  <th scope="col">{t("standing-dates")}</th>
                  <th scope="col">{t("standing-next")}</th>
                  {mayPlan && <th scope="col">{t("requests-actions")}</th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <Row
                    key={one.ref}
                    recurring={one}
                    goods={goods(one)}
                    onEdit={() => setForm({ recurring: one })}
                    onChanged={all.reload}
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
          request={null}
          recurring={form.recurring}
          weekly
          centre={centre}
          date={todaysDate()}
          sites={sites.data ?? []}
          onClose={() => setForm(null)}
          onSaved={(weekly) => {
            setForm(null);
            if (weekly) all.reload();
            else setParams({ view: null });
          }}
        />
      )}
    </main>
  );
}

interface RowProps {
  recurring: RecurringRequest;
  goods: string;
  onEdit: () => void;
  onChanged: () => void;
}

function Row({ recurring, goods, onEdit, onChanged }: RowProps): JSX.Element {
  const today = todaysDate();
  const [asked, setAsked] = useState<"stop" | "remove" | null>(null);
  const { busy, fault, send } = useSending();
  const { ref } = recurring;
  const next = nextDate(recurring, today);
  const turn = turnOf(recurring, today);
  const change = async (method: "PUT" | "DELETE", body?: RecurringRequest): Promise<void> => {
    await call(`/api/v1/standing-requests/${encodeURIComponent(ref)}`, { method, ...(body ? { body } : {}) });
    setAsked(null);
    onChanged();
  };
  return (
    <tr data-ref={ref}>
      <td>
        <span class="cell-main">{recurring.name}</span>
        <span class="code">{ref}</span>
      </td>
      <td class="goods">{goods}</td>
      <td>
        {recurring.weekdays.map((day) => t(`weekday-${day as 0}`)).join(t("standing-and"))}
        {recurring.every_weeks > 1 && (
          <span class="window quiet-text">{t("standing-every", { n: recurring.every_weeks })}</span>
        )}
      </td>
      <td class="nowrap">
        {format.date(recurring.first)} – {recurring.last ? format.date(recurring.last) : t("standing-open")}
      </td>
      <td class="nowrap">
        {next ? (
          `${format.date(next)} ${t(`weekday-${weekdayOf(next) as 0}`)}`
        ) : (
          <span class="quiet-text">{t("standing-ended")}</span>
        )}
      </td>
      {mayPlan && (
        <td>
          <span class="row-actions">
            <button type="button" onClick={onEdit} aria-label={t("standing-edit", { ref })}>
              {t("form-edit")}
            </button>
            {turn === "stop" && (
              <button type="button" onClick={() => setAsked("stop")} aria-label={t("standing-stopOne", { ref })}>
                {t("standing-stop")}
              </button>
            )}
            {turn === "resume" && (
              <button
                type="button"
                disabled={busy}
                onClick={() => send(() => change("PUT", resumed(recurring, today)))}
                aria-label={t("standing-resumeOne", { ref })}
              >
                {t("standing-resume")}
              </button>
            )}
            <button type="button" onClick={() => setAsked("remove")} aria-label={t("standing-removeOne", { ref })}>
              {t("form-remove")}
            </button>
            {fault ? <Fault error={fault} /> : null}
          </span>
          {asked === "stop" && (
            <ConfirmDialog
              title={t("standing-stopOne", { ref })}
              what={t("standing-stopWhat")}
              action={t("standing-stop")}
              onConfirm={() => change("PUT", stopped(recurring, today))}
              onClose={() => setAsked(null)}
            />
          )}
          {asked === "remove" && (
            <ConfirmDialog
              title={t("standing-removeOne", { ref })}
              what={t("standing-removeWhat")}
              action={t("form-remove")}
              onConfirm={() => change("DELETE")}
              onClose={() => setAsked(null)}
            />
          )}
        </td>
      )}
    </tr>
  );
}
