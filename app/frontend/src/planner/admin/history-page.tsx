import "./admin.css";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AuditEntry } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { isWord, t, tOr } from "../../shared/language.ts";
import { useLoaded } from "../elements/loading.ts";
import { format } from "../session.ts";

const PAGE = 200;

/** Who changed what, the newest first. */
export function HistoryPage(): JSX.Element {
  const [before, setBefore] = useState<number | null>(null);
  const { data, error } = useLoaded<AuditEntry[]>(`/api/v1/audit${before === null ? "" : `?before=${before}`}`);
  const last = data?.at(-1);
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("nav-history")}</h1>
      </header>
      {error ? <Fault error={error} /> : null}
      {data?.length === 0 && <p class="empty">{t("history-none")}</p>}
      {data && data.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("history-at")}</th>
              <th scope="col">{t("history-actor")}</th>
              <th scope="col">{t("history-action")}</th>
              <th scope="col">{t("history-subject")}</th>
              <th scope="col">{t("history-details")}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.id}>
                <td>{format.moment(one.at)}</td>
                <td>{one.actor}</td>
                <td>{tOr("action", one.action)}</td>
                <td>{one.subject}</td>
                <td class="code">{details(one.details)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data?.length === PAGE && last && (
        <nav class="pages">
          <button type="button" onClick={() => setBefore(last.id)}>
            {t("history-more")}
          </button>
        </nav>
      )}
    </main>
  );
}

function details(found: Readonly<Record<string, unknown>>): string {
  return Object.entries(found)
    .map(([name, value]) =>
      Array.isArray(value) ? `${name}: ${value.map(word).join(" → ")}` : `${name}: ${word(value)}`,
    )
    .join("; ");
}

function word(value: unknown): string {
  const role = `role-${String(value)}`;
  return isWord(role) ? t(role) : String(value);
}
