import "./admin.css";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { SignInSession } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { bootstrap, format } from "../session.ts";

/** One's own password, and the devices on which one is signed in. */
export function AccountPage(): JSX.Element {
  const sessions = useLoaded<SignInSession[]>("/api/v1/me/sessions");
  const { busy, fault, send } = useSending();
  const end = (one: SignInSession): void =>
    send(async () => {
      await call(`/api/v1/me/sessions/${one.id}`, { method: "DELETE" });
      if (one.current) location.href = "/login";
      else sessions.reload();
    });
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("nav-account")}</h1>
      </header>
      <PasswordForm onChanged={sessions.reload} />
      <section aria-labelledby="devices-title">
        <h2 id="devices-title">{t("account-devices")}</h2>
        {sessions.error ? <Fault error={sessions.error} /> : null}
        {fault ? <Fault error={fault} /> : null}
        <table>
          <thead>
            <tr>
              <th scope="col">{t("account-device")}</th>
              <th scope="col">{t("account-since")}</th>
              <th scope="col">{t("account-lastSeen")}</th>
              <th scope="col">{t("people-actions")}</th>
            </tr>
          </thead>
          <tbody>
            {(sessions.data ?? []).map((one) => (
              <tr key={one.id}>
                <td class="device">
                  {one.device || "?"} {one.current && <b>({t("account-here")})</b>}
                </td>
                <td>{format.moment(one.created_at)}</td>
                <td>{format.moment(one.last_seen_at)}</td>
                <td class="row-actions">
                  <button
                    type="button"
                    disabled={busy}
                    aria-label={t("account-endOf", { device: one.device })}
                    onClick={() => end(one)}
                  >
                    {t("account-end")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </main>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }): JSX.Element {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [done, setDone] = useState(false);
  const { busy, fault, send } = useSending();
  const differ = again !== "" && fresh !== again;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setDone(false);
    if (fresh !== again) return;
    send(async () => {
      await call("/api/v1/me/password", { method: "POST", body: { old, new: fresh } });
      setOld("");
      setFresh("");
      setAgain("");
      setDone(true);
      onChanged();
    });
  };
  return (
    <form class="sheet narrow" onSubmit={submit}>
      {fault ? <Fault error={fault} /> : null}
      {done && (
        <p class="good-text" role="status">
          ✓ {t("account-changed")}
        </p>
      )}
      <input
        class="hidden"
        type="text"
        autocomplete="username"
        value={bootstrap.me.user}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <label>
        {t("account-old")}
        <input
          type="password"
          autocomplete="current-password"
          value={old}
          required
          onInput={(event) => setOld(event.currentTarget.value)}
        />
      </label>
      <label>
        {t("account-new")}
        <input
          type="password"
          autocomplete="new-password"
          value={fresh}
          minLength={10}
          maxLength={1024}
          required
          aria-describedby="new-hint"
          onInput={(event) => setFresh(event.currentTarget.value)}
        />
      </label>
      <p id="new-hint" class="quiet-text">
        {t("account-hint")}
      </p>
      <label>
        {t("account-again")}
        <input
          type="password"
          autocomplete="new-password"
          value={again}
          required
          aria-invalid={differ}
          aria-describedby={differ ? "differ" : undefined}
          onInput={(event) => setAgain(event.currentTarget.value)}
        />
      </label>
      {differ && (
        <p id="differ" class="danger-text">
          ! {t("account-differ")}
        </p>
      )}
      <div>
        <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
          {t("account-change")}
        </button>
      </div>
    </form>
  );
}
