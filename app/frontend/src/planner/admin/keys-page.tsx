import "./admin.css";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { ApiKey, Role } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { ConfirmDialog, SecretDialog } from "../elements/confirm-dialogs.tsx";
import { Dialog } from "../elements/dialog.tsx";
import { useLoaded, useSending } from "../elements/loading.ts";
import { format } from "../session.ts";
import { RoleFields } from "./role-fields.tsx";

const ROLES: readonly Role[] = ["dispatcher", "viewer", "planner", "administrator"];
type Open = { what: "form" } | { what: "secret"; name: string; key: string } | { what: "revoke"; key: ApiKey };

/** Keys of programs: what for, when last used, revoked at a click. */
export function KeysPage(): JSX.Element {
  const keys = useLoaded<ApiKey[]>("/api/v1/keys");
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("nav-keys")}</h1>
        <p class="quiet-text">{t("keys-hint")}</p>
        <button type="button" class="primary" onClick={() => setOpen({ what: "form" })}>
          {t("keys-add")}
        </button>
      </header>
      {keys.error ? <Fault error={keys.error} /> : null}
      {keys.data?.length === 0 && <p class="empty">{t("keys-none")}</p>}
      {keys.data && keys.data.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("keys-name")}</th>
              <th scope="col">{t("people-role")}</th>
              <th scope="col">{t("keys-created")}</th>
              <th scope="col">{t("keys-lastUsed")}</th>
              <th scope="col">{t("people-state")}</th>
              <th scope="col">{t("people-actions")}</th>
            </tr>
          </thead>
          <tbody>
            {keys.data.map((key) => (
              <tr key={key.id}>
                <td>
                  <span class="cell-main">{key.name}</span>
                </td>
                <td>{t(`role-${key.role}`)}</td>
                <td>{format.moment(key.created_at)}</td>
                <td>{key.last_used_at ? format.moment(key.last_used_at) : t("people-never")}</td>
                <td>
                  {key.revoked_at ? (
                    <span class="quiet-text">{t("keys-revoked", { at: format.moment(key.revoked_at) })}</span>
                  ) : (
                    t("keys-inForce")
                  )}
                </td>
                <td class="row-actions">
                  {!key.revoked_at && (
                    <button type="button" class="danger" onClick={() => setOpen({ what: "revoke", key })}>
                      {t("keys-revoke")}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open?.what === "form" && (
        <KeyForm
          onClose={close}
          onMade={(made) => {
            setOpen({ what: "secret", name: made.name, key: made.key });
            keys.reload();
          }}
        />
      )}
      {open?.what === "secret" && (
        <SecretDialog
          title={t("keys-made", { name: open.name })}
          label={t("nav-keys")}
          hint={t("keys-onceOnly")}
          secret={open.key}
          onClose={close}
        />
      )}
      {open?.what === "revoke" && (
        <ConfirmDialog
          title={t("keys-revokeTitle", { name: open.key.name })}
          what={t("keys-revokeWhat")}
          action={t("keys-revoke")}
          onClose={close}
          onConfirm={async () => {
            await call(`/api/v1/keys/${open.key.id}`, { method: "DELETE" });
            close();
            keys.reload();
          }}
        />
      )}
    </main>
  );
}

function KeyForm({
  onMade,
  onClose,
}: {
  onMade: (made: ApiKey & { key: string }) => void;
  onClose: () => void;
}): JSX.Element {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("dispatcher");
  const { busy, fault, send } = useSending();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send(async () =>
      onMade(await call<ApiKey & { key: string }>("/api/v1/keys", { method: "POST", body: { name, role } })),
    );
  };
  return (
    <Dialog title={t("keys-add")} onClose={onClose}>
      <form class="sheet" onSubmit={submit}>
        {fault ? <Fault error={fault} /> : null}
        <RoleFields nameWord="keys-name" name={name} onName={setName} roles={ROLES} role={role} onRole={setRole} />
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
            {t("keys-add")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
