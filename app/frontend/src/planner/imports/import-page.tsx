import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { upload } from "../../api/client.ts";
import type { ImportPreview, ImportResult } from "../../api/types.ts";
import { Fault, FaultText } from "../../shared/fault.tsx";
import { language, t } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";
import { useRouter } from "../router.ts";
import { format } from "../session.ts";
import { Mapping } from "./mapping.tsx";
import { Outcome } from "./outcome.tsx";

type Kind = "requests" | "sites" | "vehicles" | "drivers";

export const ImportRequests = (): JSX.Element => <ImportPage kind="requests" />;

export const ImportSites = (): JSX.Element => <ImportPage kind="sites" />;

export const ImportVehicles = (): JSX.Element => <ImportPage kind="vehicles" />;

export const ImportDrivers = (): JSX.Element => <ImportPage kind="drivers" />;

const BACK: Readonly<Record<Kind, string>> = {
  requests: "/requests",
  sites: "/network/sites",
  vehicles: "/network/fleet",
  drivers: "/network/fleet",
};

/** A table in: chosen, previewed with its columns, kept, and its bad rows handed back. */
function ImportPage({ kind }: { kind: Kind }): JSX.Element {
  const { follow } = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [choice, setChoice] = useState<{ sheet: string; columns: Record<string, number | null> }>({
    sheet: "",
    columns: {},
  });
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [done, setDone] = useState<ImportResult | null>(null);
  const { busy, fault, send } = useSending();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t(`import-title-${kind}`)} · ${t("app-name")}`;
  }, []);
  const fields = (from: File, what = choice): Record<string, string | File> => ({
    file: from,
    ...(what.sheet ? { sheet: what.sheet } : {}),
    columns: JSON.stringify(what.columns),
  });
  const look = (from: File, what = choice): void =>
    send(async () => {
      setPreview((await (await upload(`/api/v1/imports/${kind}/preview`, fields(from, what))).json()) as ImportPreview);
    });
  const choose = (from: File | undefined): void => {
    if (!from) return;
    const fresh = { sheet: "", columns: {} };
    setFile(from);
    setChoice(fresh);
    setDone(null);
    setPreview(null);
    look(from, fresh);
  };
  const again = (what: typeof choice): void => {
    setChoice(what);
    if (file) look(file, what);
  };
  const keep = (): void =>
    send(async () => {
      if (!file) return;
      setDone((await (await upload(`/api/v1/imports/${kind}`, fields(file))).json()) as ImportResult);
    });
  const download = (): void =>
    send(async () => {
      if (!file) return;
      const url = URL.createObjectURL(await (await upload(`/api/v1/imports/${kind}/bad-rows`, fields(file))).blob());
      const link = Object.assign(document.createElement("a"), { href: url, download: `${kind}-to-correct.xlsx` });
      link.click();
      URL.revokeObjectURL(url);
    });
  const result = done ?? preview?.result ?? null;
  const bad = result ? new Set(result.faults.map((one) => one.row)).size : 0;
  const would = preview ? preview.result.imported + preview.result.updated : 0;
  return (
    <main id="main" class="work scrolls">
      <header class="work-header">
        <h1>{t(`import-title-${kind}`)}</h1>
        <a class="button" href={`/api/v1/imports/${kind}/template.xlsx?lang=${language}`} download>
          {t("import-template")}
        </a>
        <input
          ref={input}
          class="hidden"
          type="file"
          accept=".csv,.xlsx,.txt"
          tabIndex={-1}
          aria-label={t("import-choose")}
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <button type="button" class={preview ? "" : "primary"} disabled={busy} onClick={() => input.current?.click()}>
          {t(preview ? "import-another" : "import-choose")}
        </button>
      </header>
      <p class="lead">{t("import-how")}</p>
      {fault ? <Fault error={fault} /> : null}
      {busy && (
        <p class="lead" role="status">
          {t(preview ? "import-keeping" : "import-reading")}
        </p>
      )}
      {preview && !done && (
        <>
          <section class="would" aria-live="polite">
            <b>{file?.name}</b>
            {preview.header_faults.map((one) => (
              <FaultText key={one.cause} fault={one} />
            ))}
            {!preview.header_faults.length && (
              <span>
                {t("import-would", {
                  rows: format.number(preview.rows),
                  imported: preview.result.imported,
                  updated: preview.result.updated,
                  unchanged: preview.result.unchanged,
                  bad,
                })}
              </span>
            )}
            <button type="button" class="primary" disabled={busy || would === 0} aria-busy={busy} onClick={keep}>
              {would ? t("import-keep", { n: format.number(would) }) : t("import-keepNothing")}
            </button>
          </section>
          {preview.sheets.length > 1 && (
            <label class="lead">
              {t("import-sheet")}{" "}
              <select
                value={choice.sheet}
                onChange={(event) => again({ sheet: event.currentTarget.value, columns: {} })}
              >
                <option value="" />
                {preview.sheets.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          )}
          <details class="mapping" open={preview.header_faults.length > 0}>
            <summary>{t("import-columns")}</summary>
            <Mapping
              preview={preview}
              onChange={(key, at) => again({ ...choice, columns: { ...choice.columns, [key]: at } })}
            />
          </details>
        </>
      )}
      {done && (
        <section class="would" role="status">
          <b>{t("import-done", { imported: done.imported, updated: done.updated, unchanged: done.unchanged })}</b>
          {bad > 0 && <span>{t("import-doneBad", { bad })}</span>}
          {done.days.slice(0, 3).map((day, at) => (
            <a key={day} class={at ? "button" : "button primary"} href={`/?date=${day}`} onClick={follow}>
              {t("import-planDay", { day: format.date(day) })}
            </a>
          ))}
          <a class={done.days.length ? "button" : "button primary"} href={BACK[kind]} onClick={follow}>
            {t(kind === "requests" ? "import-toRequests" : kind === "sites" ? "nav-sites" : "nav-fleet")}
          </a>
        </section>
      )}
      {result && preview && <Outcome result={result} preview={preview} busy={busy} onDownload={download} />}
    </main>
  );
}
