import type { JSX } from "preact";
import type { Centre, ImportPreview, ImportResult, RowFault } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { useLoaded } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { PlaceMap, type Spot } from "../elements/place-map.tsx";
import { wordsOf } from "./column-text.ts";
import { headerOf } from "./mapping.tsx";

export function Outcome({
  result,
  preview,
  busy,
  onDownload,
}: {
  result: ImportResult;
  preview: ImportPreview;
  busy: boolean;
  onDownload: () => void;
}): JSX.Element {
  const centres = useLoaded<Centre[]>("/api/v1/centres");
  const spots: Spot[] = [
    ...result.faults.map((one) => ({ one, image: "leftout" })),
    ...result.doubts.map((one) => ({ one, image: "request" })),
  ].flatMap(({ one, image }) =>
    one.lon == null || one.lat == null || Math.abs(one.lat) > 90 || !/^I21[4567]$/.test(one.code)
      ? []
      : [{ lon: one.lon, lat: one.lat, name: String(one.row), image }],
  );
  return (
    <>
      {result.faults.length > 0 && (
        <section aria-labelledby="bad-title">
          <header class="section-header">
            <h2 id="bad-title">
              {t("import-bad")} <span class="count warn">{result.faults.length}</span>
            </h2>
            <button type="button" disabled={busy} onClick={onDownload}>
              {t("import-badFile")}
            </button>
          </header>
          <RowFaults faults={result.faults} preview={preview} />
        </section>
      )}
      {result.doubts.length > 0 && (
        <section aria-labelledby="doubt-title">
          <header class="section-header">
            <h2 id="doubt-title">
              {t("import-doubts")} <span class="count">{result.doubts.length}</span>
            </h2>
          </header>
          <RowFaults faults={result.doubts} preview={preview} />
        </section>
      )}
      {spots.length > 0 && (
        <section aria-labelledby="where-title">
          <header class="section-header">
            <h2 id="where-title">{t("import-map")}</h2>
          </header>
          <div class="position-map wide">
            <PlaceMap network={centres.data?.find((one) => one.network)?.network} spots={spots} />
          </div>
        </section>
      )}
    </>
  );
}

function RowFaults({ faults, preview }: { faults: readonly RowFault[]; preview: ImportPreview }): JSX.Element {
  const { shown, pages } = usePages(faults);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              {t("import-row")}
            </th>
            <th scope="col">{t("import-cell")}</th>
            <th scope="col">{t("import-given")}</th>
            <th scope="col">{t("import-why")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one, at) => {
            const column = preview.columns.find((each) => each.key === one.column);
            return (
              <tr key={at}>
                <td class="number">{one.row}</td>
                <td>{column ? headerOf(column, preview) : ""}</td>
                <td class="given">{one.given}</td>
                <td>
                  {wordsOf(one, column)} <span class="code">({one.code})</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {pages}
    </>
  );
}
