import "./admin.css";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Driver, Person } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { ConfirmDialog, SecretDialog } from "../elements/confirm-dialogs.tsx";
import { useLoaded, useSending } from "../elements/loading.ts";
import { useRouter } from "../router.ts";
import { format } from "../session.ts";
import { DriversData } from "./drivers-data.tsx";
import { PersonForm } from "./person-form.tsx";

type Open =
  | { what: "form"; person: Person | null }
  | { what: "secret"; name: string; password: string }
  | { what: "erase"; name: string; path: string };

/** Who may sign in, and whose data are kept. */
export function PeoplePage(): JSX.Element {
  const { follow } = useRouter();
  const people = useLoaded<Person[]>("/api/v1/people");
  const drivers = useLoaded<Driver[]>("/api/v1/drivers");
  const [open, setOpen] = useState<Open | null>(null);
  const { busy, fault, send } = useSending();
  const close = (): void => setOpen(null);
  const change = (person: Person, path: string, method: string, body?: unknown): void =>
    send(async () => {
      const answer = await call<{ password?: string } | null>(`/api/v1/people/${person.id}${path}`, {
        method,
        ...(body === undefined ? {} : { body }),
      });
      if (answer?.password) setOpen({ what: "secret", name: person.name, password: answer.password });
      people.reload();
    });
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("nav-people")}</h1>
        <a class="button" href="/admin/organisation" onClick={follow}>
          {t("organisation-title")}
        </a>
        <button type="button" class="primary" onClick={() => setOpen({ what: "form", person: null })}>
          {t("people-add")}
        </button>
      </header>
      {people.error ? <Fault error={people.error} /> : null}
      {fault ? <Fault error={fault} /> : null}
      {people.data && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("people-name")}</th>
              <th scope="col">{t("people-role")}</th>
              <th scope="col">{t("people-lastSignIn")}</th>
              <th scope="col">{t("people-state")}</th>
              <th scope="col">{t("people-actions")}</th>
            </tr>
          </thead>
          <tbody>
            {people.data.map((person) => (
              <tr key={person.id} data-username={person.username}>
                <td>
                  <span class="cell-main">{person.name}</span>
                  <span class="code">{person.username}</span>
                </td>
                <td>
                  {t(`role-${person.role}`)}
                  {person.driver ? <span class="code"> {person.driver}</span> : null}
                </td>
                <td>{person.last_sign_in_at ? format.moment(person.last_sign_in_at) : t("people-never")}</td>
                <td>{person.active ? t("people-active") : <span class="condition">{t("people-inactive")}</span>}</td>
                <td class="row-actions">
                  <button
                    type="button"
                    onClick={() => setOpen({ what: "form", person })}
                    aria-label={t("people-editTitle", { name: person.name })}
                  >
                    {t("people-edit")}
                  </button>
                  <button type="button" disabled={busy} onClick={() => change(person, "/password", "POST")}>
                    {t("people-reset")}
                  </button>
                  <button type="button" disabled={busy} onClick={() => change(person, "/sessions", "DELETE")}>
                    {t("people-signOut")}
                  </button>
                  <button
                    type="button"
                    disabled={busy}
                    onClick={() => change(person, "", "PATCH", { active: !person.active })}
                  >
                    {t(person.active ? "people-switchOff" : "people-switchOn")}
                  </button>
                  <a class="button" href={`/api/v1/people/${person.id}/data`} download={`${person.username}.json`}>
                    {t("people-export")}
                  </a>
                  <button
                    type="button"
                    class="danger"
                    onClick={() =>
                      setOpen({ what: "erase", name: person.name, path: `/api/v1/people/${person.id}/data` })
                    }
                  >
                    {t("people-erase")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {people.data?.length === 0 && <p class="empty">{t("people-none")}</p>}
      <DriversData
        drivers={drivers.data ?? []}
        onErase={(driver) =>
          setOpen({ what: "erase", name: driver.name, path: `/api/v1/drivers/${encodeURIComponent(driver.ref)}/data` })
        }
      />
      {open?.what === "form" && (
        <PersonForm
          person={open.person}
          drivers={drivers.data ?? []}
          onClose={close}
          onSaved={(saved) => {
            setOpen(saved.password ? { what: "secret", name: saved.name, password: saved.password } : null);
            people.reload();
          }}
        />
      )}
      {open?.what === "secret" && (
        <SecretDialog
          title={t("people-passwordOf", { name: open.name })}
          label={t("people-password")}
          hint={t("people-onceOnly")}
          secret={open.password}
          onClose={close}
        />
      )}
      {open?.what === "erase" && (
        <ConfirmDialog
          title={t("people-eraseTitle", { name: open.name })}
          what={t("people-eraseWhat")}
          action={t("people-erase")}
          onClose={close}
          onConfirm={async () => {
            await call(open.path, { method: "DELETE" });
            close();
            people.reload();
            drivers.reload();
          }}
        />
      )}
    </main>
  );
}
