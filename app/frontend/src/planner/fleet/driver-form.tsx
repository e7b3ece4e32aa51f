import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { DayOff, Driver } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { useSending } from "../elements/loading.ts";
import { nextRef, writeSpans } from "../elements/spans.ts";
import { WEEKDAYS } from "../elements/weekdays.ts";
import { DaysOffField } from "./days-off.tsx";
import { readHours } from "./hours.ts";
import { type Hours, HoursFields } from "./hours-fields.tsx";
import { type Held, SkillsField } from "./skills-field.tsx";

interface DriverFormProps {
  driver: Driver | null;
  /** How many there are, for a reference to suggest. */
  count: number;
  skills: readonly string[];
  daysOff: readonly DayOff[];
  onDaysOff: () => void;
  /** Told whether another is to be added at once. */
  onSaved: (another: boolean) => void;
  onClose: () => void;
}

/** Add or change a person who drives. */
export function DriverForm({
  driver,
  count,
  skills,
  daysOff,
  onDaysOff,
  onSaved,
  onClose,
}: DriverFormProps): JSX.Element {
  const [value, setValue] = useState({
    ref: driver?.ref ?? `D-${count + 1}`,
    name: driver?.name ?? "",
    phone: driver?.phone ?? "",
  });
  const [held, setHeld] = useState<Held>({ skills: driver?.skills ?? [], valid_until: driver?.valid_until ?? {} });
  const [hours, setHours] = useState<Hours>({
    weekdays: driver?.weekdays ?? WEEKDAYS,
    shift: driver?.shift ? writeSpans([driver.shift]) : "",
  });
  const { busy, fault, send } = useSending();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const another = event.submitter?.getAttribute("name") === "another";
    send(async () => {
      const body = {
        ...value,
        ...held,
        weekdays: hours.weekdays,
        shift: readHours(hours.shift) ?? null,
        retired: driver?.retired ?? false,
      };
      if (driver) await call(`/api/v1/drivers/${encodeURIComponent(driver.ref)}`, { method: "PUT", body });
      else await call("/api/v1/drivers", { method: "POST", body });
      onSaved(another);
      if (!another) return;
      setValue({ ref: nextRef(value.ref), name: "", phone: "" });
      form.querySelector("input")?.focus();
    });
  };
  return (
    <Dialog title={driver ? t("fleet-editDriver", { ref: driver.ref }) : t("fleet-addDriver")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <label>
          {t("form-name")}
          <input
            value={value.name}
            required
            maxLength={200}
            autocomplete="off"
            onInput={(event) => setValue({ ...value, name: event.currentTarget.value })}
          />
        </label>
        <div class="pair">
          <label>
            {t("fleet-phone")}
            <input
              type="tel"
              value={value.phone}
              maxLength={32}
              autocomplete="off"
              onInput={(event) => setValue({ ...value, phone: event.currentTarget.value })}
            />
          </label>
          <label>
            {t("form-ref")}
            <input
              value={value.ref}
              required
              disabled={!!driver}
              maxLength={64}
              autocomplete="off"
              onInput={(event) => setValue({ ...value, ref: event.currentTarget.value })}
            />
          </label>
        </div>
        <SkillsField known={skills} held={held} onChange={setHeld} />
        <HoursFields hours={hours} onChange={setHours} />
        {driver && <DaysOffField driver={driver.ref} days={daysOff} onChanged={onDaysOff} />}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          {!driver && (
            <button type="submit" name="another" disabled={busy}>
              {t("form-saveAnother")}
            </button>
          )}
          <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
            {t("form-save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
