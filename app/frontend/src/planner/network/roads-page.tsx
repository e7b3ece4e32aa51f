import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RoadImport, RoadNetwork } from "../../api/types.ts";
import { Fault, FaultText } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { NextStep } from "../elements/first-steps.tsx";
import { useLoaded } from "../elements/loading.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan } from "../session.ts";
import { Closures } from "./closure-list.tsx";
import { UploadRoads } from "./upload-roads.tsx";

const LOOK_EVERY_MS = 1500;

/** Road networks: imported by upload, listed, and their closures. */
export function RoadsPage(): JSX.Element {
  const { param, follow, setParams } = useRouter();
  const networks = useLoaded<RoadNetwork[]>("/api/v1/networks");
  const imports = useLoaded<RoadImport[]>("/api/v1/network-imports");
  useEffect(() => {
    document.title = `${t("roads-title")} · ${t("app-name")}`;
  }, []);
  const running = imports.data?.some((one) => one.state === "running") ?? false;
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !running) networks.reload();
    was.current = running;
    if (!running) return;
    const timer = setInterval(imports.reload, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [running]);
  const newest = imports.data?.[0];
  const name = param("network") ?? networks.data?.[0]?.name;
  return (
    <main id="main" class="work scrolls">
      <header class="work-header">
        <h1>
          {t("roads-title")} {networks.data && <span class="count">{networks.data.length}</span>}
        </h1>
      </header>
      {networks.error ? <Fault error={networks.error} /> : null}
      <NextStep turn={networks.data?.length ?? 0} here="/network/roads" />
      {networks.data?.length === 0 && <p class="lead">{t("roads-none")}</p>}
      {mayPlan && <UploadRoads first={networks.data?.length === 0} onStarted={imports.reload} busyWith={running} />}
      {newest && newest.state !== "done" && (
        <section class="would" role="status">
          {newest.state === "running" ? (
            t("roads-running", { name: newest.name, phase: newest.phase ? tOr("roadPhase", newest.phase) : "…" })
          ) : (
            <>
              <b>{t("roads-failed", { name: newest.name })}</b>
              {newest.faults.map((one) => (
                <FaultText key={one.code} fault={one} />
              ))}
            </>
          )}
        </section>
      )}
      {!!networks.data?.length && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("roads-name")}</th>
              <th scope="col" class="number">
                {t("roads-length")}
              </th>
              <th scope="col">{t("roads-imported")}</th>
              <th scope="col">{t("roads-centres")}</th>
              <th scope="col">{t("requests-actions")}</th>
            </tr>
          </thead>
          <tbody>
            {networks.data.map((one) => (
              <tr key={one.name} data-ref={one.name}>
                <td>
                  <span class="cell-main">
                    {one.name}
                    {one.synthetic && <span class="condition">{t("synthetic-short")}</span>}
                  </span>
                </td>
                <td class="number">{format.number(one.length_km)}</td>
                <td>{format.date(one.imported_at)}</td>
                <td>
                  {one.centres.length ? (
                    one.centres.join(", ")
                  ) : (
                    <a href="/network/sites?add=centre" onClick={follow}>
                      {t("setup-centre")}
                    </a>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    onClick={() => setParams({ network: one.name })}
                    aria-pressed={name === one.name}
                  >
                    {t("roads-closures")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {name && networks.data?.some((one) => one.name === name && one.centres.length > 0) && (
        <Closures key={name} network={name} />
      )}
    </main>
  );
}
