import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, upload } from "../../api/client.ts";
import type { Closure, RoadImport, RoadNetwork } from "../../api/types.ts";
import { Fault, FaultText } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { PlaceMap } from "../elements/place-map.tsx";
import { follow, param, setParams } from "../router.ts";
import { format, mayPlan } from "../session.ts";
import { NextStep } from "../today/first-steps.tsx";

const LOOK_EVERY_MS = 1500;

/** Road networks: imported by upload, listed, and their closures. */
export function RoadsPage(): JSX.Element {
  const networks = useLoaded<RoadNetwork[]>("/api/v1/networks");
  const imports = useLoaded<RoadImport[]>("/api/v1/network-imports");
  useEffect(() => {
    document.title = `${t("roads.title")} · ${t("app.name")}`;
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
          {t("roads.title")} {networks.data && <span class="count">{networks.data.length}</span>}
        </h1>
      </header>
      {networks.error ? <Fault error={networks.error} /> : null}
      <NextStep turn={networks.data?.length ?? 0} here="/network/roads" />
      {networks.data?.length === 0 && <p class="lead">{t("roads.none")}</p>}
      {mayPlan && <UploadRoads first={networks.data?.length === 0} onStarted={imports.reload} busyWith={running} />}
      {newest && newest.state !== "done" && (
        <section class="would" role="status">
          {newest.state === "running" ? (
            t("roads.running", { name: newest.name, phase: newest.phase ? tOr("roadPhase", newest.phase) : "…" })
          ) : (
            <>
              <b>{t("roads.failed", { name: newest.name })}</b>
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
              <th scope="col">{t("roads.name")}</th>
              <th scope="col" class="number">
                {t("roads.length")}
              </th>
              <th scope="col">{t("roads.imported")}</th>
              <th scope="col">{t("roads.centres")}</th>
              <th scope="col">{t("requests.actions")}</th>
            </tr>
          </thead>
          <tbody>
            {networks.data.map((one) => (
              <tr key={one.name} data-ref={one.name}>
                <td>
                  <span class="cell-main">
                    {one.name}
                    {one.synthetic && <span class="condition">{t("synthetic.short")}</span>}
                  </span>
                </td>
                <td class="number">{format.number(one.length_km)}</td>
                <td>{format.date(one.imported_at)}</td>
                <td>
                  {one.centres.length ? (
                    one.centres.join(", ")
                  ) : (
                    <a href="/network/sites?add=centre" onClick={follow}>
                      {t("setup.centre")}
                    </a>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    onClick={() => setParams({ network: one.name })}
                    aria-pressed={name === one.name}
                  >
                    {t("roads.closures")}
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

function UploadRoads({
  first,
  onStarted,
  busyWith,
}: {
  first: boolean;
  onStarted: () => void;
  busyWith: boolean;
}): JSX.Element {
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { busy, fault, send } = useSending();
  // Choosing the file is enough: its name is the network's unless one was entered before.
  const choose = (file: File | undefined): void => {
    if (!file) return;
    const called =
      name.trim() ||
      file.name
        .replace(/\.(osm|pbf|gz|bz2|graphml)/g, "")
        .replace(/[^\p{L}\p{N}._-]+/gu, "-")
        .slice(0, 64);
    send(async () => {
      await upload("/api/v1/network-imports", { name: called, file });
      setName("");
      onStarted();
    });
  };
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        input.current?.click();
      }}
    >
      <input
        ref={input}
        class="hidden"
        type="file"
        accept=".pbf,.osm,.gz,.bz2,.graphml"
        tabIndex={-1}
        aria-label={t("roads.file")}
        onChange={(event) => {
          choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <label>
        {t("roads.name")}
        <input
          value={name}
          maxLength={64}
          autocomplete="off"
          placeholder={t("roads.nameHint")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class={first ? "primary" : ""} disabled={busy || busyWith} aria-busy={busy || busyWith}>
        {t("roads.upload")}
      </button>
      <span class="quiet-text">{t("roads.file")}</span>
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}

function Closures({ network }: { network: string }): JSX.Element {
  const path = `/api/v1/networks/${encodeURIComponent(network)}/closures`;
  const closures = useLoaded<Closure[]>(path);
  const [picked, setPicked] = useState<[number, number] | null>(null);
  const [note, setNote] = useState("");
  const { busy, fault, send } = useSending();
  const close = (): void =>
    send(async () => {
      await call(path, { method: "POST", body: { kind: "closed", shape: "road", at: [picked], note } });
      setPicked(null);
      setNote("");
      closures.reload();
    });
  const open = (id: string): void =>
    send(async () => {
      await call(`${path}/${encodeURIComponent(id)}`, { method: "DELETE" });
      closures.reload();
    });
  return (
    <section aria-labelledby="closures-title">
      <header class="section-header">
        <h2 id="closures-title">
          {t("roads.closures")}: {network}
        </h2>
      </header>
      {fault ? <Fault error={fault} /> : null}
      {closures.data?.length === 0 && <p class="empty">{t("roads.noClosures")}</p>}
      {!!closures.data?.length && (
        <table>
          <tbody>
            {closures.data.map((one) => (
              <tr key={one.id}>
                <td>{tOr("closure", one.kind)}</td>
                <td>{one.note}</td>
                <td>
                  {one.from ? format.date(one.from) : ""} – {one.to ? format.date(one.to) : t("roads.openAll")}
                </td>
                {mayPlan && (
                  <td>
                    <button type="button" disabled={busy} onClick={() => open(one.id)}>
                      {t("roads.open")}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayPlan && (
        <>
          <p class="lead">{t("roads.pick")}</p>
          <div class="position-map wide">
            <PlaceMap network={network} spots={NOWHERE} chosen={picked} onPick={(lon, lat) => setPicked([lon, lat])} />
          </div>
          {picked && (
            <div class="filters">
              <label class="grow">
                {t("form.note")}
                <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
              </label>
              <button type="button" class="primary" disabled={busy} onClick={close}>
                {t("roads.close")}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

const NOWHERE: readonly never[] = [];
