import type { Offer, Plan } from "../../api/types.ts";
import type { Format } from "../../shared/format.ts";
import { clock } from "../../shared/format.ts";
import { t } from "../../shared/language.ts";

/** "+6.2 km +14 min", "−0.4 km +2 min": what a place adds to its route. */
export function priceText(offer: Offer, format: Format): string {
  const way = signed(offer.extra_m, (m) => format.km(m));
  const time = signed(Math.round(offer.extra_s / 60) * 60, (s) => format.duration(s));
  return `${way} ${time}`;
}

export function signed(value: number, text: (value: number) => string): string {
  return `${value < 0 ? "−" : "+"}${text(Math.abs(value))}`;
}

/** Where a stop would stand: "3rd of A123, after …" in the words of the list. */
export function placeText(plan: Plan, offer: Offer): string {
  const route = plan.routes.find((one) => one.vehicle.ref === offer.vehicle);
  const stops = route?.visits.filter((visit) => visit.task) ?? [];
  const before = stops[offer.position - 1];
  if (!before) return t("move-first");
  return t("move-after", {
    name: before.name || before.request || "",
    at: before.departure_s === null ? "" : clock(plan.start, before.departure_s),
  });
}

/** The offers by truck, so that every row finds its own. */
export function offersByTruck(offers: readonly Offer[]): ReadonlyMap<string, Offer> {
  return new Map(offers.map((offer) => [offer.vehicle, offer]));
}
