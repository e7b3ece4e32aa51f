import type { JSX } from "preact";
import type { Offer, Plan } from "../../../api/types.ts";
import { Violation } from "../../../shared/icons.tsx";
import { t } from "../../../shared/language.ts";
import { RouteMark } from "../../elements/route-marks.tsx";
import { offersByTruck, priceText } from "../../plan/offers.ts";
import { useTruckNames } from "../../plan/truck-names.ts";
import { excessText } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { useDrag } from "../store.ts";

/** The price of the best place on a truck, or what it would break there. */
export function Price({ offer }: { offer: Offer }): JSX.Element {
  const [broken] = offer.violations;
  return (
    <span class={broken ? "price broken" : "price"}>
      {broken ? (
        <>
          <Violation label="" /> {excessText(broken, format)}
        </>
      ) : (
        priceText(offer, format)
      )}
    </span>
  );
}

/** While a stop is dragged: the price on the truck's own row. */
export function RowPrice({ truck }: { truck: string }): JSX.Element | null {
  const { dragged } = useDrag();
  const held = dragged.value;
  if (!held?.offers || held.from === truck) return null;
  const offer = offersByTruck(held.offers.offers).get(truck);
  return offer ? <Price offer={offer} /> : <span class="price broken">{t("drag-noRoad")}</span>;
}

/** What is in the hand, beside the pointer: the stop, and the truck it would go to. */
export function DragLayer({ plan }: { plan: Plan }): JSX.Element | null {
  const { dragged } = useDrag();
  const { truckName } = useTruckNames();
  const held = dragged.value;
  if (!held) return null;
  const over = held.over?.vehicle;
  const route = plan.routes.find((one) => one.vehicle.ref === over);
  const offer = held.offers && over ? offersByTruck(held.offers.offers).get(over) : undefined;
  const locked = over !== undefined && plan.locks.routes.includes(over);
  const left = Math.min(held.x + 14, innerWidth - 260);
  const top = Math.min(held.y + 14, innerHeight - 80);
  return (
    <div class="drag-ghost" aria-hidden="true" style={{ transform: `translate(${left}px, ${top}px)` }}>
      <b>{held.name}</b>
      {over === undefined ? (
        <span class="quiet-text">{t("drag-where")}</span>
      ) : (
        <span class="drag-to">
          {route && <RouteMark number={route.number} />} {truckName(plan, over)}{" "}
          {locked ? (
            t("drag-locked")
          ) : offer ? (
            <Price offer={offer} />
          ) : over === held.from ? (
            t("drag-own")
          ) : held.offers ? (
            t("drag-noRoad")
          ) : (
            "…"
          )}
        </span>
      )}
    </div>
  );
}

/** While a stop is dragged: trucks that would have to leave the yard for it. */
export function IdleTrucks({ plan }: { plan: Plan }): JSX.Element | null {
  const { dragged } = useDrag();
  const { truckName } = useTruckNames();
  const held = dragged.value;
  const idle =
    held?.offers?.offers.filter((offer) => !plan.routes.some((route) => route.vehicle.ref === offer.vehicle)) ?? [];
  if (!held || !idle.length) return null;
  return (
    <div class="idle-trucks">
      <h3>{t("drag-idle")}</h3>
      {idle.map((offer) => (
        <div
          key={offer.vehicle}
          class={held.over?.vehicle === offer.vehicle ? "idle-truck drop-here" : "idle-truck"}
          data-truck={offer.vehicle}
        >
          <b>{truckName(plan, offer.vehicle)}</b> <Price offer={offer} />
        </div>
      ))}
    </div>
  );
}
