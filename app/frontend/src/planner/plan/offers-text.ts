import type { Offer, Plan, Violation } from "../../api/types.ts";
import type { Format } from "../../shared/format.ts";
import { clock } from "../../shared/format.ts";
import { isWord, t } from "../../shared/language.ts";

/** Rules that the law makes; the others are the operator's own. */
const LAW: ReadonlySet<string> = new Set(["R319", "R330", "R332", "R333", "R340"]);

export type Source = "law" | "operator";

export function sourceOf(violation: Violation): Source {
  return LAW.has(violation.code) ? "law" : "operator";
}

/** "+6.2 km +14 min", "−0.4 km +2 min": what a place adds to its route. */
export function priceText(offer: Offer, format: Format): string {
  const way = signed(offer.extra_m, (m) => format.km(m));
  const time = signed(Math.round(offer.extra_s / 60) * 60, (s) => format.duration(s));
  return `${way} ${time}`;
}

export function signed(value: number, text: (value: number) => string): string {
  return `${value < 0 ? "−" : "+"}${text(Math.abs(value))}`;
}

/** "120 kg over", "14 min late": how much is too much, in a few letters. */
export function excessText(violation: Violation, format: Format): string {
  const { amount, unit } = violation;
  if (amount > 0 && unit === "s") return t("excess.late", { by: format.duration(Math.ceil(amount / 60) * 60) });
  if (amount > 0 && unit === "kg") return t("excess.over", { by: format.mass(amount) });
  if (amount > 0 && unit === "l") return t("excess.over", { by: format.litres(amount) });
  if (amount > 0 && unit === "m") return t("excess.over", { by: format.km(amount) });
  return ruleText(violation);
}

/** The name of the broken rule; the server's sentence where the page has no words for it. */
export function ruleText(violation: Violation): string {
  const word = `rule.${violation.code}`;
  return isWord(word) ? t(word) : violation.message;
}

/** What makes it right, where the page knows. */
export function remedyText(violation: Violation): string | null {
  const word = `remedy.${violation.code}`;
  return isWord(word) ? t(word) : null;
}

/** Where a stop would stand: "3rd of A123, after …" in the words of the list. */
export function placeText(plan: Plan, offer: Offer): string {
  const route = plan.routes.find((one) => one.vehicle.ref === offer.vehicle);
  const stops = route?.visits.filter((visit) => visit.task) ?? [];
  const before = stops[offer.position - 1];
  if (!before) return t("move.first");
  return t("move.after", {
    name: before.name || before.request || "",
    at: before.departure_s === null ? "" : clock(plan.start, before.departure_s),
  });
}

/** The offers by truck, so that every row finds its own. */
export function offersByTruck(offers: readonly Offer[]): ReadonlyMap<string, Offer> {
  return new Map(offers.map((offer) => [offer.vehicle, offer]));
}
