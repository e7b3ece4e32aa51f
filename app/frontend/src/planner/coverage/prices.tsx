import type { JSX } from "preact";
import { FaultText } from "../../shared/fault.tsx";
import { language, t, tOr } from "../../shared/language.ts";
import { Figure } from "../elements/figure.tsx";
import { format } from "../session.ts";
import type { Pricing, Week } from "./types.ts";

export function perTonne(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : format.money(value);
}

/** Cut off, not rounded: "100 %" is all of it. */
export function fetchedText(share: number | undefined): string {
  return share === undefined ? "–" : `${format.number(Math.floor(share * 1000) / 10, 1)} %`;
}

/** What emptying the points costs by real routes, whole and by county, and what the trucks cannot do. */
export function Prices({ pricing }: { pricing: Pricing }): JSX.Element | null {
  if (pricing.fault)
    return (
      <div class="missing">
        <h3>{t("coverage-noPrices")}</h3>
        <FaultText fault={pricing.fault} />
      </div>
    );
  const own = pricing.alternatives?.[0];
  if (!own) return null;
  const method = pricing.method?.[language];
  const counties = Object.entries(own.by_county);
  return (
    <section class="prices" aria-labelledby="prices-title">
      <h3 id="prices-title">{t("coverage-prices", { n: pricing.terms.trucks })}</h3>
      <div class="figures">
        <Figure value={perTonne(own.cost_per_tonne)} label={t("coverage-perTonne")} method={method} />
        <Figure value={format.km(own.week.km * 1000)} label={t("coverage-kmWeek")} method={method} />
        <Figure value={format.mass(own.week.co2_kg)} label={t("coverage-co2Week")} method={method} />
        <Figure
          value={fetchedText(own.share_fetched)}
          label={t("coverage-fetched")}
          tone={own.left_out.length ? "warning" : "good"}
        />
      </div>
      {own.left_out.length > 0 && (
        <details class="missing">
          <summary>{t("coverage-notFetched", { n: own.left_out.length })}</summary>
          <ul>
            {own.left_out.slice(0, 50).map((one, number) => (
              <li key={number}>
                <b>{one.point}</b> {tOr("fault", one.code, "") || <span lang="en">{one.reason}</span>}{" "}
                <span class="code">({one.code})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {counties.length > 1 && (
        <table class="coverage-table bands">
          <caption>{t("coverage-pricesByCounty")}</caption>
          <thead>
            <tr>
              <th>{t("coverage-county")}</th>
              <th class="number">{t("coverage-points")}</th>
              <th class="number">{t("coverage-perTonne")}</th>
              <th class="number">{t("coverage-kmWeek")}</th>
              <th class="number">{t("coverage-co2Week")}</th>
            </tr>
          </thead>
          <tbody>
            {counties.map(([name, one]) => (
              <CountyRow key={name} name={name} week={one} />
            ))}
          </tbody>
        </table>
      )}
      {method && (
        <details class="method">
          <summary>{t("coverage-method")}</summary>
          <p>{method}</p>
        </details>
      )}
    </section>
  );
}

function CountyRow({ name, week }: { name: string; week: Week }): JSX.Element {
  return (
    <tr>
      <th scope="row">{name || "–"}</th>
      <td class="number">{week.points}</td>
      <td class="number">{perTonne(week.cost_per_tonne)}</td>
      <td class="number">{format.km(week.km * 1000)}</td>
      <td class="number">{format.mass(week.co2_kg)}</td>
    </tr>
  );
}
