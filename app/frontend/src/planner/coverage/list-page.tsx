import "./coverage.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, send } from "../../api/client.ts";
import type { Centre, StudySummary } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";
import { format, mayStudy } from "../session.ts";
import type { Study } from "./types.ts";

const MATERIALS = ["recyclables", "household_waste", "appliances"] as const;

/** All studies, and the way to a new one. */
export function CoveragePage(): JSX.Element {
  const { follow } = useRouter();
  const [studies, setStudies] = useState<StudySummary[] | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    document.title = `${t("coverage-title")} · ${t("app-name")}`;
    call<StudySummary[]>("/api/v1/studies").then(setStudies, setFault);
  }, []);
  return (
    <main id="main" class="coverage-list">
      <h1>{t("coverage-title")}</h1>
      {fault ? <Fault error={fault} /> : null}
      {studies?.length === 0 && <p class="quiet-text">{t(mayStudy ? "coverage-empty" : "coverage-emptyReader")}</p>}
      {studies && studies.length > 0 && (
        <table class="coverage-table">
          <thead>
            <tr>
              <th>{t("coverage-name")}</th>
              <th class="number">{t("coverage-places")}</th>
              <th class="number">{t("coverage-points")}</th>
              <th class="number">{t("coverage-perYear")}</th>
              <th class="number">{t("coverage-scenarioCount")}</th>
              <th>{t("coverage-made")}</th>
            </tr>
          </thead>
          <tbody>
            {studies.map((one) => (
              <tr key={one.id}>
                <td>
                  <a href={`/coverage/${one.id}`} onClick={follow}>
                    {one.name}
                  </a>
                </td>
                <td class="number">{format.number(one.places)}</td>
                <td class="number">{format.number(one.points)}</td>
                <td class="number">{format.mass(one.kg_per_year)}</td>
                <td class="number">{one.scenarios}</td>
                <td>{format.moment(one.created_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {studies && mayStudy && <ImportForm />}
    </main>
  );
}

function ImportForm(): JSX.Element {
  const { go } = useRouter();
  const [centres, setCentres] = useState<Centre[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    call<Centre[]>("/api/v1/centres").then(setCentres, setFault);
  }, []);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const file = new FormData();
    file.set("file", fields.get("file") as File);
    const query = new URLSearchParams();
    for (const key of ["centre", "name", "material"]) query.set(key, String(fields.get(key) ?? ""));
    setBusy(true);
    setFault(null);
    try {
      const made = await send<Study>(`/api/v1/studies/import?${query}`, file);
      go(`/coverage/${made.id}`);
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form class="coverage-import" onSubmit={(event) => void submit(event)} aria-labelledby="new-study">
      <h2 id="new-study">{t("coverage-new")}</h2>
      <label>
        {t("coverage-name")}
        <input name="name" required maxLength={200} />
      </label>
      <label>
        {t("today-centre")}
        <select name="centre" required>
          {centres.map((one) => (
            <option key={one.ref} value={one.ref}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("coverage-material")}
        <select name="material">
          {MATERIALS.map((one) => (
            <option key={one} value={one}>
              {t(`material-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("coverage-file")}
        <input name="file" type="file" required accept=".csv,.xlsx,.geojson,.json" />
      </label>
      <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
        {t(busy ? "coverage-importing" : "coverage-import")}
      </button>
      <p class="quiet-text">{t("coverage-fileHint")}</p>
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}
