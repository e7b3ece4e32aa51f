import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { bandWords } from "./band-legend.tsx";
import type { Shown, Study } from "./types.ts";

export function BandTable({ study, shown }: { study: Study; shown: Shown }): JSX.Element {
  const reach = shown.reach!;
  const rows = [["", reach.all], ...Object.entries(reach.groups ?? {}).filter(([name]) => name)] as const;
  const words = bandWords(study);
  return (
    <table class="coverage-table bands">
      <caption>{t("coverage-bands")}</caption>
      <thead>
        <tr>
          <th>{t("coverage-county")}</th>
          {words.map((word, band) => (
            <th key={word} class="number">
              <span class={`band band-${band}`} /> {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, band]) => {
          const total = (band as typeof reach.all).weight.reduce((sum, one) => sum + one, 0);
          return (
            <tr key={name as string}>
              <th scope="row">{(name as string) || "∑"}</th>
              {(band as typeof reach.all).weight.map((one, number) => (
                <td key={number} class="number">
                  {total ? `${format.number((100 * one) / total)} %` : "–"}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
