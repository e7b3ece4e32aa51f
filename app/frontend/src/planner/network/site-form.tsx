import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { RoadNetwork, Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { useSending } from "../elements/loading.ts";
import type { Spot } from "../elements/place-map.tsx";
import { PositionField, type PositionValue } from "../elements/position-field.tsx";
import { clockOf, readPosition, readSpans, spansFault, writeSpans } from "../elements/spans.ts";
import { AcceptedLoads, CentreFields } from "./site-fields.tsx";
import { IMAGES, KINDS, UNLOADING } from "./site-kinds.ts";

interface SiteFormProps {
  site: Site | null;
  sites: readonly Site[];
  networks: readonly RoadNetwork[];
  onSaved: () => void;
  onClose: () => void;
}

/** Add or change a place; the first one is a sorting centre on the roads there are. */
export function SiteForm({ site, sites, networks, onSaved, onClose }: SiteFormProps): JSX.Element {
  const centres = sites.filter((one) => one.kind === "sorting_centre" && !one.retired);
  const [value, setValue] = useState({
    ref: site?.ref ?? (centres.length ? "" : "C-1"),
    kind: site?.kind ?? (centres.length ? "collection_point" : "sorting_centre"),
    name_zh: site?.name_zh ?? "",
    name_en: site?.name_en ?? "",
    address: site?.address ?? "",
    hours: writeSpans(site?.windows ?? [[28_800, 64_800]]),
    unload_min: Math.round((site?.unload_s ?? 900) / 60),
    network: site?.network ?? (site ? "" : (networks[0]?.name ?? "")),
    planAt: site && site.plan_at_s !== null ? clockOf(site.plan_at_s) : "",
    centre: site?.centre ?? "",
  });
  const [accepts, setAccepts] = useState<readonly string[] | null>(site?.accepts ?? null);
  const [position, setPosition] = useState<PositionValue>({
    text: site ? `${site.lon}, ${site.lat}` : "",
    datum: "wgs84",
  });
  const { busy, fault, send } = useSending();
  const place = readPosition(position.text);
  const badHours = spansFault(value.hours);
  const isCentre = value.kind === "sorting_centre";
  const unloads = UNLOADING.includes(value.kind);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!place) return;
    const planAt = readSpans(`${value.planAt}-24:00`)?.[0]?.[0];
    const body = {
      max_mass_t: site?.max_mass_t ?? null,
      max_height_m: site?.max_height_m ?? null,
      ref: value.ref,
      kind: value.kind,
      name_zh: value.name_zh,
      name_en: value.name_en,
      address: value.address,
      lon: place.lon,
      lat: place.lat,
      datum: position.datum,
      windows: readSpans(value.hours) ?? [],
      accepts: unloads ? accepts : null,
      unload_s: unloads ? value.unload_min * 60 : 0,
      network: isCentre && value.network ? value.network : null,
      plan_at_s: isCentre && value.planAt && planAt !== undefined ? planAt : null,
      centre: isCentre || !value.centre ? null : value.centre,
    };
    send(async () => {
      if (site) await call(`/api/v1/sites/${encodeURIComponent(site.ref)}`, { method: "PUT", body });
      else await call("/api/v1/sites", { method: "POST", body });
      onSaved();
    });
  };
  const set = (change: Partial<typeof value>): void => setValue((before) => ({ ...before, ...change }));
  const shown = sites
    .filter((one) => !one.retired)
    .map(
      (one): Spot => ({ lon: one.lon, lat: one.lat, name: nameOf(one), image: IMAGES[one.kind] ?? "collection_point" }),
    );
  return (
    <Dialog title={site ? t("sites-edit", { ref: site.ref }) : t("sites-add")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <div class="pair">
          <label>
            {t("sites-kind")}
            <select value={value.kind} onChange={(event) => set({ kind: event.currentTarget.value })}>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`site-${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("form-ref")}
            <input
              value={value.ref}
              required
              disabled={!!site}
              maxLength={64}
              autocomplete="off"
              onInput={(event) => set({ ref: event.currentTarget.value })}
            />
          </label>
        </div>
        <div class="pair">
          <label>
            {t("sites-nameZh")}
            <input
              value={value.name_zh}
              required={!value.name_en}
              maxLength={200}
              onInput={(event) => set({ name_zh: event.currentTarget.value })}
            />
          </label>
          <label>
            {t("sites-nameEn")}
            <input
              value={value.name_en}
              maxLength={200}
              onInput={(event) => set({ name_en: event.currentTarget.value })}
            />
          </label>
        </div>
        <PositionField
          value={position}
          onChange={setPosition}
          network={value.network || networks[0]?.name}
          near={null}
          spots={shown}
          box={networks.find((one) => one.name === (value.network || networks[0]?.name))?.bbox}
        />
        <label>
          {t("form-address")}
          <input
            value={value.address}
            maxLength={500}
            onInput={(event) => set({ address: event.currentTarget.value })}
          />
        </label>
        <div class="pair">
          <label>
            {t("sites-hours")}
            <input
              value={value.hours}
              maxLength={100}
              aria-invalid={!!badHours}
              onInput={(event) => set({ hours: event.currentTarget.value })}
            />
            {badHours && <span class="danger-text">{badHours}</span>}
          </label>
          {unloads && (
            <label>
              {t("sites-unload")}
              <input
                type="number"
                min={0}
                max={480}
                value={value.unload_min}
                onInput={(event) => set({ unload_min: Number(event.currentTarget.value) })}
              />
            </label>
          )}
        </div>
        {unloads && <AcceptedLoads value={accepts} onChange={setAccepts} />}
        {isCentre ? (
          <CentreFields value={value} networks={networks} onChange={set} />
        ) : (
          <label>
            {t("sites-centre")}
            <select value={value.centre} onChange={(event) => set({ centre: event.currentTarget.value })}>
              <option value="">{t("sites-shared")}</option>
              {centres.map((one) => (
                <option key={one.ref} value={one.ref}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          <button type="submit" class="primary" disabled={busy || !!badHours} aria-busy={busy}>
            {t("form-save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
