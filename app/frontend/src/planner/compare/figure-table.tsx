import type { JSX } from "preact";
import type { Figures, Plan } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { signed } from "../plan/offers.ts";
import { format } from "../session.ts";

const ROWS: readonly (readonly [keyof Figures, (value: number, currency: string) => string, string])[] = [
  ["served", (n) => format.number(n), "figure-served"],
  ["routes", (n) => format.number(n), "compare-routes"],
  ["distance_m", (n) => format.km(n), "figure-distance"],
  ["duration_s", (n) => format.hours(n), "figure-duration"],
  ["kg", (n) => format.mass(n), "figure-mass"],
  ["cost", (n, currency) => format.money(n, currency), "figure-cost"],
  ["co2_kg", (n) => format.mass(n), "figure-co2"],
  ["violations", (n) => format.number(n), "compare-violations"],
];

export function FigureTable({ plan, other }: { plan: Plan; other: Plan }): JSX.Element {
  const currency = plan.figures?.currency ?? "CNY";
  const value = (of: Plan, key: keyof Figures): number => Number(of.figures?.[key] ?? 0);
  return (
    <table class="compare-figures">
      <thead>
        <tr>
          <th>{t("compare-figure")}</th>
          <th class="number">{t("compare-other")}</th>
          <th class="number">{t("compare-this")}</th>
          <th class="number">{t("compare-difference")}</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([key, text, word]) => {
          const [before, after] = [value(other, key), value(plan, key)];
          return (
            <tr key={key}>
              <td>{t(word as "figure-cost")}</td>
              <td class="number">{text(before, currency)}</td>
              <td class="number">
                <b>{text(after, currency)}</b>
              </td>
              <td class="number">
                {text(Math.abs(after - before), currency) === text(0, currency)
                  ? "="
                  : signed(after - before, (n) => text(n, currency))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
