import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Driver, Person, Role } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "../elements/dialog.tsx";
import { useSending } from "../elements/loading.ts";
import { RoleFields } from "./role-fields.tsx";

const ROLES: readonly Role[] = ["administrator", "dispatcher", "planner", "viewer", "driver"];

interface PersonFormProps {
  /** null adds somebody. */
  person: Person | null;
  drivers: readonly Driver[];
  onSaved: (saved: Person & { password?: string }) => void;
  onClose: () => void;
}

/** Add a person, or give one another name, role or driver. */
export function PersonForm({ person, drivers, onSaved, onClose }: PersonFormProps): JSX.Element {
  const [username, setUsername] = useState("");
  const [name, setName] = useState(person?.name ?? "");
  const [role, setRole] = useState<Role>(person?.role ?? "dispatcher");
  const [driver, setDriver] = useState(person?.driver ?? "");
  const { busy, fault, send } = useSending();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const asked = { name, role, ...(role === "driver" && driver ? { driver } : {}) };
    send(async () => {
      if (person) onSaved(await call<Person>(`/api/v1/people/${person.id}`, { method: "PATCH", body: asked }));
      else onSaved(await call<Person>("/api/v1/people", { method: "POST", body: { username, ...asked } }));
    });
  };
  return (
    <Dialog title={person ? t("people-editTitle", { name: person.name }) : t("people-add")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        {!person && (
          <label>
            {t("people-username")}
            <input
              value={username}
              onInput={(event) => setUsername(event.currentTarget.value)}
              maxLength={64}
              required
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              aria-describedby="username-hint"
            />
            <span id="username-hint" class="quiet-text">
              {t("people-usernameHint")}
            </span>
          </label>
        )}
        <RoleFields nameWord="people-name" name={name} onName={setName} roles={ROLES} role={role} onRole={setRole} />
        {role === "driver" && (
          <label>
            {t("people-driver")}
            <select value={driver} required onChange={(event) => setDriver(event.currentTarget.value)}>
              <option value="">{t("people-chooseDriver")}</option>
              {drivers
                .filter((one) => !one.retired)
                .map((one) => (
                  <option key={one.ref} value={one.ref}>
                    {one.name} ({one.ref})
                  </option>
                ))}
            </select>
          </label>
        )}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
            {t(person ? "people-save" : "people-add")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
