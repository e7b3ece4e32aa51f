import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { call } from "../../shared/api.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import type { Centre } from "../../shared/types.ts";
import { useLoaded, useSending } from "../admin/loaded.ts";
import { Dialog } from "../dialog.tsx";
import { PositionField, type PositionValue } from "./position-field.tsx";
import { readPosition, readSpans, spansFault, writeSpans } from "./spans.ts";
import type { Material, WorkRequest, WorkSite } from "./types.ts";

interface RequestFormProps {
  /** null enters a new one. */
  request: WorkRequest | null;
  centre: Centre;
  date: string;
  sites: readonly WorkSite[];
  onSaved: () => void;
  onClose: () => void;
}

interface Line {
  material: string;
  quantity: number;
  condition: string;
  packing: string;
  kg: string;
}

const CONDITIONS = ["intact", "damaged", "undiagnosable", "critical"] as const;
const NEW_LINE: Line = { material: "", quantity: 1, condition: "intact", packing: "", kg: "" };

/** Enter or change a request: where, when, what, and what its batteries need. */
export function RequestForm({ request, centre, date, sites, onSaved, onClose }: RequestFormProps): JSX.Element {
  const materials = useLoaded<Material[]>("/api/v1/materials");
  const [head, setHead] = useState({
    ref: request?.ref ?? "", name: request?.name ?? "", address: request?.address ?? "", note: request?.note ?? "", date: request?.date ?? date,
    windows: writeSpans(request?.windows ?? []), priority: Number(request?.priority ?? 50), mandatory: request?.mandatory ?? false,
  });
  const [site, setSite] = useState(request?.site ?? "");
  const [position, setPosition] = useState<PositionValue>({ text: request && request.lon !== null ? `${request.lon}, ${request.lat}` : "", datum: "wgs84" });
  const [lines, setLines] = useState<Line[]>(request?.items.map((item) => ({ material: item.material, quantity: item.quantity, condition: item.condition, packing: item.packing, kg: String(item.kg) })) ?? [NEW_LINE]);
  const { busy, fault, send } = useSending();
  const typeOf = (ref: string): string => materials.data?.find((one) => one.ref === ref)?.load_type ?? "";
  const batteries = lines.filter((line) => typeOf(line.material) === "battery");
  const critical = batteries.some((line) => line.condition === "critical");
  const damaged = batteries.some((line) => line.condition === "damaged" || line.condition === "undiagnosable");
  const place = readPosition(position.text);
  const badSpans = spansFault(head.windows);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const spans = readSpans(head.windows);
    if (critical || !spans || (!site && !place)) return;
    const body = {
      ...head, windows: spans, ...(site ? { site } : { lon: place?.lon, lat: place?.lat, datum: position.datum }),
      items: lines.map((line) => ({ material: line.material, quantity: line.quantity, condition: line.condition, packing: line.packing, ...(line.kg ? { kg: Number(line.kg) } : {}) })),
    };
    send(async () => {
      const { ref, ...rest } = body;
      if (request) await call(`/api/v1/requests/${encodeURIComponent(ref)}`, { method: "PATCH", body: rest });
      else await call("/api/v1/requests", { method: "POST", body: { ...rest, centre: centre.ref, ...(ref ? { ref } : {}) } });
      onSaved();
    });
  };
  const set = (at: number, change: Partial<Line>): void => setLines((before) => before.map((line, index) => (index === at ? { ...line, ...change } : line)));
  const text = (key: "name" | "address" | "note" | "windows", most: number): JSX.IntrinsicElements["input"] => ({
    value: head[key], maxLength: most, autocomplete: "off", onInput: (event) => setHead({ ...head, [key]: event.currentTarget.value }),
  });
  return (
    <Dialog title={request ? t("requests.edit", { ref: request.ref }) : t("requests.add")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <fieldset><legend>{t("form.items")}</legend>
          {lines.map((line, at) => (
            <div class="item-line" key={at}>
              <label>{t("form.material")}
                <select value={line.material} required onChange={(event) => set(at, { material: event.currentTarget.value, kg: "" })}>
                  <option value="" />{materials.data?.map((one) => <option key={one.ref} value={one.ref}>{nameOf(one)}</option>)}
                </select>
              </label>
              <label class="narrow-field">{t("form.quantity")}<input type="number" min={1} max={10000} required value={line.quantity} onInput={(event) => set(at, { quantity: Number(event.currentTarget.value), kg: "" })} /></label>
              {typeOf(line.material) === "battery" && (
                <label>{t("requests.condition")}
                  <select value={line.condition} onChange={(event) => set(at, { condition: event.currentTarget.value })}>{CONDITIONS.map((one) => <option key={one} value={one}>{t(`condition.${one}`)}</option>)}</select>
                </label>
              )}
              {typeOf(line.material) === "battery" && (line.condition === "damaged" || line.condition === "undiagnosable") && (
                <label>{t("form.packing")}<input value={line.packing} required maxLength={200} onInput={(event) => set(at, { packing: event.currentTarget.value })} /></label>
              )}
              {lines.length > 1 && <button type="button" class="quiet" aria-label={t("form.removeItem", { n: at + 1 })} onClick={() => setLines(lines.filter((_line, index) => index !== at))}>{t("form.remove")}</button>}
            </div>
          ))}
          <button type="button" onClick={() => setLines([...lines, NEW_LINE])}>{t("form.addItem")}</button>
          {critical && <p class="fault" role="alert">{t("lithium.critical")}</p>}
          {damaged && <p class="notice">{t("lithium.damaged")}</p>}
        </fieldset>
        <fieldset><legend>{t("form.place")}</legend>
          <label>{t("form.placeSearch")}
            <select value={site} onChange={(event) => setSite(event.currentTarget.value)}>
              <option value="">{t("form.placeOwn")}</option>
              {sites.map((one) => <option key={one.ref} value={one.ref}>{nameOf(one)} ({one.ref})</option>)}
            </select>
          </label>
          {!site && <PositionField value={position} onChange={setPosition} network={centre.network} near={centre} spots={NONE} />}
          <div class="pair">
            <label>{t("form.name")}<input {...text("name", 200)} /></label>
            <label>{t("form.address")}<input {...text("address", 500)} /></label>
          </div>
        </fieldset>
        <div class="pair">
          <label>{t("form.date")}<input type="date" required value={head.date} onChange={(event) => setHead({ ...head, date: event.currentTarget.value })} /></label>
          <label>{t("form.window")}<input {...text("windows", 100)} placeholder="08:00-12:00" aria-invalid={!!badSpans} aria-describedby="window-hint" />
            <span id="window-hint" class={badSpans ? "danger-text" : "quiet-text"}>{badSpans || t("form.windowHint")}</span></label>
        </div>
        <div class="pair">
          <label>{t("form.priority")}<input type="number" min={0} max={100} value={head.priority} onInput={(event) => setHead({ ...head, priority: Number(event.currentTarget.value) })} /></label>
          <label class="tick"><input type="checkbox" checked={head.mandatory} onChange={(event) => setHead({ ...head, mandatory: event.currentTarget.checked })} /> {t("form.mandatory")}</label>
        </div>
        <label>{t("form.note")}<input {...text("note", 1000)} /></label>
        {!request && <label>{t("form.ref")}<input value={head.ref} maxLength={64} autocomplete="off" placeholder={t("form.refHint")} onInput={(event) => setHead({ ...head, ref: event.currentTarget.value })} /></label>}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>{t("dialog.cancel")}</button>
          <button type="submit" class="primary" disabled={busy || critical || !!badSpans} aria-busy={busy}>{t("form.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

const NONE: readonly never[] = [];
