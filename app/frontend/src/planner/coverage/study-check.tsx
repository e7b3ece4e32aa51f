import type { JSX } from "preact";
import type { Fault as FaultJson } from "../../api/types.ts";
import { FaultText } from "../../shared/fault.tsx";
import { language, t, tOr } from "../../shared/language.ts";

/** What looks wrong in a row. English readers get the server's own words, which name both places. */
export function Check({ fault }: { fault: FaultJson }): JSX.Element {
  const [, kind, number] = /^(row|place) (\d+)$/.exec(fault.where ?? "") ?? [];
  const where =
    kind && number
      ? t(`coverage-where-${kind as "row" | "place"}`, { n: number })
      : fault.where === "all rows"
        ? t("coverage-where-all")
        : fault.where;
  const own = language === "en" ? `${fault.cause} ${fault.action}` : tOr("check", fault.code, "");
  return (
    <div class="study-check">
      <b>{where}</b>
      {own ? (
        <p class="fault-text">
          {own} <span class="code">({fault.code})</span>
        </p>
      ) : (
        <FaultText fault={fault} />
      )}
    </div>
  );
}
