import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Centre, Driver, FleetCatalogue, Vehicle } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { useSending } from "../elements/loading.ts";
import { clockOf, nextRef, readSpans } from "../elements/spans.ts";
import { type Held, SkillsField } from "./skills-field.tsx";
import { FIGURES, figuresOf, truckBody } from "./truck-body.ts";

interface TruckFormProps {
  truck: Vehicle | null;
  count: number;
  centres: readonly Centre[];
  drivers: readonly Driver[];
  words: FleetCatalogue;
  /** References of those who have a truck already. */
  driven: ReadonlySet<string>;
  /** Told whether another is to be added at once. */
  onSaved: (another: boolean) => void;
  onClose: () => void;
}

/** Add or change a truck; figures left empty are those of its class. */
export function TruckForm({
  truck,
  count,
  centres,
  drivers,
  driven,
  words,
  onSaved,
  onClose,
}: TruckFormProps): JSX.Element {
  const [value, setValue] = useState({
    ref: truck?.ref ?? `V-${count + 1}`,
    plate: truck?.plate ?? "",
    class: truck?.class ?? "truck_4t",
    centre: truck?.centre ?? centres[0]?.ref ?? "",
    driver: truck ? (truck.driver_ref ?? "") : (drivers.find((one) => !driven.has(one.ref))?.ref ?? ""),
    shift: truck ? `${clockOf(truck.shift[0])}-${clockOf(truck.shift[1])}` : "08:00-17:00",
  });
  const before = truck ? figuresOf(truck) : null;
  const [figures, setFigures] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(FIGURES.map((one) => [one, String(before?.[one] ?? "")])),
  );
  const [held, setHeld] = useState<Held>({ skills: truck?.own_skills ?? [], valid_until: truck?.valid_until ?? {} });
  const { busy, fault, send } = useSending();
  const [taken, setTaken] = useState<ReadonlySet<string>>(driven);
  const shift = readSpans(value.shift)?.[0];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const another = event.submitter?.getAttribute("name") === "another";
    if (!shift) return;
    const numbers = Object.fromEntries(FIGURES.map((one) => [one, figures[one] ? Number(figures[one]) : null]));
    const kept = truck ? truckBody(truck) : {};
    const body = { ...kept, ...value, ...numbers, ...held, shift, driver: value.driver || null };
    send(async () => {
      if (truck) await call(`/api/v1/vehicles/${encodeURIComponent(truck.ref)}`, { method: "PUT", body });
      else await call("/api/v1/vehicles", { method: "POST", body });
      onSaved(another);
      if (!another) return;
      // The next one is probably of the same kind; its driver is another.
      const busyNow = new Set([...driven, ...taken, value.driver]);
      setTaken(busyNow);
      set({ ref: nextRef(value.ref), plate: "", driver: drivers.find((one) => !busyNow.has(one.ref))?.ref ?? "" });
      form.querySelector("input")?.focus();
    });
  };
  const set = (change: Partial<typeof value>): void => setValue((old) => ({ ...old, ...change }));
  return (
    <Dialog title={truck ? t("fleet-editTruck", { ref: truck.ref }) : t("fleet-addTruck")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <div class="pair">
          <label>
            {t("fleet-plate")}
            <input
              value={value.plate}
              maxLength={32}
              autocomplete="off"
              onInput={(event) => set({ plate: event.currentTarget.value })}
            />
          </label>
          <label>
            {t("form-ref")}
            <input
              value={value.ref}
              required
              disabled={!!truck}
              maxLength={64}
              autocomplete="off"
              onInput={(event) => set({ ref: event.currentTarget.value })}
            />
          </label>
        </div>
        <div class="pair">
          <label>
            {t("fleet-class")}
            <select
              value={value.class}
              onChange={(event) => {
                set({ class: event.currentTarget.value });
                setFigures({});
              }}
            >
              {words.classes.map((one) => (
                <option key={one.ref} value={one.ref}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("today-centre")}
            <select value={value.centre} onChange={(event) => set({ centre: event.currentTarget.value })}>
              {centres.map((one) => (
                <option key={one.ref} value={one.ref}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div class="pair">
          <label>
            {t("fleet-driver")}
            <select value={value.driver} onChange={(event) => set({ driver: event.currentTarget.value })}>
              <option value="">{t("fleet-noDriver")}</option>
              {drivers.map((one) => (
                <option key={one.ref} value={one.ref}>
                  {one.name} ({one.ref})
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("fleet-shift")}
            <input
              value={value.shift}
              required
              maxLength={20}
              aria-invalid={!shift}
              onInput={(event) => set({ shift: event.currentTarget.value })}
            />
            {!shift && <span class="danger-text">{t("fleet-badShift")}</span>}
          </label>
        </div>
        <SkillsField known={words.skills} held={held} onChange={setHeld} />
        <details>
          <summary>{t("fleet-figures")}</summary>
          <div class="figures-grid">
            {FIGURES.map((one) => (
              <label key={one}>
                {t(`fleet-${one}`)}
                <input
                  type="number"
                  step="any"
                  min={0}
                  value={figures[one] ?? ""}
                  placeholder={t("fleet-asClass")}
                  onInput={(event) => setFigures({ ...figures, [one]: event.currentTarget.value })}
                />
              </label>
            ))}
          </div>
        </details>
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          {!truck && (
            <button type="submit" name="another" disabled={busy || !shift}>
              {t("form-saveAnother")}
            </button>
          )}
          <button type="submit" class="primary" disabled={busy || !shift} aria-busy={busy}>
            {t("form-save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
