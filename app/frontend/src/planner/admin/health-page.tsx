import "./admin.css";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { System } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { useLoaded } from "../elements/loading.ts";
import { format } from "../session.ts";

const AGAIN_MS = 10_000;

/** Whether plans can be made now, and what the installation is made of. */
export function HealthPage(): JSX.Element {
  const { data, error, reload } = useLoaded<System>("/api/v1/system");
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("nav-health")}</h1>
      </header>
      {error ? <Fault error={error} /> : null}
      {data && <Queues system={data} />}
      {data && (
        <dl class="machine-facts">
          <dt>{t("health-backup")}</dt>
          <dd>
            {data.last_backup_at ? (
              format.moment(data.last_backup_at)
            ) : (
              <span class="warning-text">! {t("health-noBackup")}</span>
            )}
          </dd>
          <dt>{t("health-database")}</dt>
          <dd>{data.database}</dd>
          <dt>{t("health-networks")}</dt>
          <dd>{data.networks.join(", ") || t("health-none")}</dd>
          <dt>{t("health-versions")}</dt>
          <dd>
            {Object.entries(data.versions)
              .map(([name, version]) => `${name} ${version}`)
              .join(" · ")}
          </dd>
        </dl>
      )}
    </main>
  );
}

function Queues({ system }: { system: System }): JSX.Element {
  if (system.queue === "down")
    return (
      <p class="notice" role="alert">
        <b aria-hidden="true">!</b> {t("health-queueDown")}
      </p>
    );
  return (
    <>
      <section aria-labelledby="queues-title">
        <h2 id="queues-title">{t("health-queues")}</h2>
        {system.queues.length === 0 ? (
          <p class="empty">{t("health-queueUnused")}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{t("health-queue")}</th>
                <th scope="col" class="number">
                  {t("health-waiting")}
                </th>
                <th scope="col" class="number">
                  {t("health-running")}
                </th>
                <th scope="col" class="number">
                  {t("health-failed")}
                </th>
              </tr>
            </thead>
            <tbody>
              {system.queues.map((one) => (
                <tr key={one.name}>
                  <td>{one.name}</td>
                  <td class="number">{one.waiting}</td>
                  <td class="number">{one.running}</td>
                  <td class="number">{one.failed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section aria-labelledby="workers-title">
        <h2 id="workers-title">
          {t("health-workers")} <span class="count">{system.workers.length}</span>
        </h2>
        {system.workers.length === 0 ? (
          <p class="notice">
            <b aria-hidden="true">!</b> {t("health-noWorkers")}
          </p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{t("health-worker")}</th>
                <th scope="col">{t("health-host")}</th>
                <th scope="col">{t("people-state")}</th>
                <th scope="col">{t("health-lastHeard")}</th>
              </tr>
            </thead>
            <tbody>
              {system.workers.map((one) => (
                <tr key={one.name}>
                  <td class="code">{one.name}</td>
                  <td>{one.host}</td>
                  <td>{tOr("worker", one.state)}</td>
                  <td>{one.last_heard_at ? format.moment(one.last_heard_at) : t("people-never")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
