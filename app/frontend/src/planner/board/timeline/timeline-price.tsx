import type { JSX } from "preact";
import type { Route } from "../../../api/types.ts";
import { offersByTruck, priceText } from "../../plan/offers.ts";
import { excessText } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { useDrag } from "../store.ts";

/** While a stop is dragged: what this truck would ask, at the end of its row. */
export function TimelinePrice({ route, x, y }: { route: Route; x: number; y: number }): JSX.Element | null {
  const { dragged } = useDrag();
  const held = dragged.value;
  const offer =
    held?.offers && held.from !== route.vehicle.ref
      ? offersByTruck(held.offers.offers).get(route.vehicle.ref)
      : undefined;
  if (!offer) return null;
  const [broken] = offer.violations;
  return (
    <text class={broken ? "timeline-price broken" : "timeline-price"} x={x} y={y + 4} text-anchor="end">
      {broken ? `▲! ${excessText(broken, format)}` : priceText(offer, format)}
    </text>
  );
}
