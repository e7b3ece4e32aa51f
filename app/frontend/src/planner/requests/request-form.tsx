import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiError, call } from "../../api/client.ts";
import type { Centre, Fault as FaultJson, Material, PickupRequest, RecurringRequest, Site } from "../../api/types.ts";
import { Fault, FaultText } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { useLoaded, useSending } from "../elements/loading.ts";
import type { PositionValue } from "../elements/position-field.tsx";
import { readPosition, readSpans, spansFault, writeSpans } from "../elements/spans.ts";
import { batteriesOf, type ItemLine, itemOf, lineOf, NEW_LINE } from "./item-line.ts";
import { ItemLines } from "./item-lines.tsx";
import { PlaceFields } from "./place-fields.tsx";
import { type Repeat, repeatFault, weekdayOf } from "./recurrence.ts";
import { RepeatFields } from "./repeat-fields.tsx";

type Saved = Pick<PickupRequest, "ref"> & { doubts: FaultJson[] };

interface RequestFormProps {
  /** Without one, and without a recurring one, a new one is entered. */
  request: PickupRequest | null;
  /** One repeated weekly, to be changed. */
  recurring?: RecurringRequest | null;
  /** Whether a new one is to be repeated, until somebody says otherwise. */
  weekly?: boolean;
  centre: Centre;
  date: string;
  sites: readonly Site[];
  /** Told whether it is repeated weekly. */
  onSaved: (weekly: boolean) => void;
  onClose: () => void;
}

/** Enter or change a request, or one repeated weekly: where, when, what, and what its batteries need. */
export function RequestForm({
  request,
  recurring = null,
  weekly: proposed = false,
  centre,
  date,
  sites,
  onSaved,
  onClose,
}: RequestFormProps): JSX.Element {
  const materials = useLoaded<Material[]>("/api/v1/materials");
  const before = request ?? recurring;
  const [head, setHead] = useState({
    ref: before?.ref ?? "",
    name: before?.name ?? "",
    address: before?.address ?? "",
    note: before?.note ?? "",
    date: request?.date ?? recurring?.first ?? date,
    windows: writeSpans(before?.windows ?? []),
    priority: Number(before?.priority ?? 50),
    mandatory: before?.mandatory ?? false,
  });
  const [weekly, setWeekly] = useState(recurring !== null || proposed);
  const [days, setDays] = useState<Omit<Repeat, "first">>({
    weekdays: recurring?.weekdays ?? [weekdayOf(date)],
    every_weeks: recurring?.every_weeks ?? 1,
    last: recurring?.last ?? null,
  });
  const repeat: Repeat = { ...days, first: head.date };
  const [site, setSite] = useState(before?.site ?? "");
  const [position, setPosition] = useState<PositionValue>({
    text: before && before.lon !== null ? `${before.lon}, ${before.lat}` : "",
    datum: "wgs84",
  });
  const [lines, setLines] = useState<readonly ItemLine[]>(before ? before.items.map(lineOf) : [NEW_LINE]);
  const { busy, fault, send } = useSending();
  const [kept, setKept] = useState<Saved | null>(null);
  const critical = batteriesOf(lines, materials.data ?? []).some((line) => line.condition === "critical");
  const place = readPosition(position.text);
  const badSpans = spansFault(head.windows);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const spans = readSpans(head.windows);
    if (critical || !spans || (!site && !place) || (weekly && repeatFault(repeat))) return;
    const {
      ref,
      date: day,
      ...rest
    } = {
      ...head,
      windows: spans,
      ...(site ? { site } : { lon: place?.lon, lat: place?.lat, datum: position.datum }),
      items: lines.map(itemOf),
    };
    send(async () => {
      const saved = async (path: string, method: string, body: unknown): Promise<void> => {
        const answer = await call<Saved>(path, { method, body });
        if (answer.doubts.length) setKept(answer);
        else onSaved(weekly);
      };
      if (request) await saved(`/api/v1/requests/${encodeURIComponent(ref)}`, "PATCH", { ...rest, date: day });
      else if (recurring)
        await saved(`/api/v1/standing-requests/${encodeURIComponent(ref)}`, "PUT", {
          ...rest,
          ...repeat,
          centre: recurring.centre,
          ref,
        });
      else if (weekly)
        await saved("/api/v1/standing-requests", "POST", { ...rest, ...repeat, centre: centre.ref, ref });
      else await saved("/api/v1/requests", "POST", { ...rest, date: day, centre: centre.ref, ref });
    });
  };
  const wrongRef = fault instanceof ApiError ? fault.faults.find((one) => one.where === "ref") : undefined;
  const repeatIt = (on: boolean): void => {
    setWeekly(on);
    if (on && head.date) setDays({ ...days, weekdays: [weekdayOf(head.date)] }); // until others are ticked
  };
  const text = (key: "name" | "address" | "note" | "windows", most: number): JSX.IntrinsicElements["input"] => ({
    value: head[key],
    maxLength: most,
    autocomplete: "off",
    onInput: (event) => setHead({ ...head, [key]: event.currentTarget.value }),
  });
  if (kept) return <DoubtsDialog saved={kept} onClose={() => onSaved(weekly)} />;
  return (
    <Dialog
      title={
        request
          ? t("requests-edit", { ref: request.ref })
          : recurring
            ? t("standing-edit", { ref: recurring.ref })
            : t("requests-add")
      }
      onClose={onClose}
    >
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <ItemLines lines={lines} materials={materials.data ?? []} onChange={setLines} />
        <fieldset>
          <legend>{t("form-place")}</legend>
          <PlaceFields
            site={site}
            onSite={setSite}
            position={position}
            onPosition={setPosition}
            sites={sites}
            centre={centre}
          />
          <div class="pair">
            <label>
              {t("form-name")}
              <input {...text("name", 200)} />
            </label>
            <label>
              {t("form-address")}
              <input {...text("address", 500)} />
            </label>
          </div>
        </fieldset>
        <div class="pair">
          <label>
            {t(weekly ? "standing-first" : "form-date")}
            <input
              type="date"
              required
              value={head.date}
              onChange={(event) => setHead({ ...head, date: event.currentTarget.value })}
            />
          </label>
          <label>
            {t("form-window")}
            <input
              {...text("windows", 100)}
              placeholder="08:00-12:00"
              aria-invalid={!!badSpans}
              aria-describedby="window-hint"
            />
            <span id="window-hint" class={badSpans ? "danger-text" : "quiet-text"}>
              {badSpans || t("form-windowHint")}
            </span>
          </label>
        </div>
        {!before && (
          <label class="tick">
            <input type="checkbox" checked={weekly} onChange={(event) => repeatIt(event.currentTarget.checked)} />{" "}
            {t("requests-standing")}
          </label>
        )}
        {weekly && (
          <RepeatFields value={repeat} onChange={({ first: _first, ...change }) => setDays({ ...days, ...change })} />
        )}
        <div class="pair">
          <label>
            {t("form-priority")}
            <input
              type="number"
              min={0}
              max={100}
              value={head.priority}
              onInput={(event) => setHead({ ...head, priority: Number(event.currentTarget.value) })}
            />
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={head.mandatory}
              onChange={(event) => setHead({ ...head, mandatory: event.currentTarget.checked })}
            />{" "}
            {t("form-mandatory")}
          </label>
        </div>
        <label>
          {t("form-note")}
          <input {...text("note", 1000)} />
        </label>
        {!before && (
          <label>
            {t("form-ref")}
            <input
              value={head.ref}
              maxLength={weekly ? 48 : 64}
              autocomplete="off"
              placeholder={t("form-refHint")}
              aria-invalid={!!wrongRef}
              aria-describedby={wrongRef ? "ref-hint" : undefined}
              onInput={(event) => setHead({ ...head, ref: event.currentTarget.value })}
            />
            {wrongRef && (
              <span id="ref-hint" class="danger-text">
                <FaultText fault={wrongRef} />
              </span>
            )}
          </label>
        )}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          <button type="submit" class="primary" disabled={busy || critical || !!badSpans} aria-busy={busy}>
            {t("form-save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** What a saved request may get wrong, to be looked at. */
function DoubtsDialog({ saved, onClose }: { saved: Saved; onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t("requests-savedLook", { ref: saved.ref })} onClose={onClose}>
      {saved.doubts.map((one) => (
        <FaultText key={one.code + one.cause} fault={{ ...one, where: "" }} />
      ))}
      <footer class="dialog-footer">
        <button type="button" class="primary" onClick={onClose}>
          {t("dialog-close")}
        </button>
      </footer>
    </Dialog>
  );
}
