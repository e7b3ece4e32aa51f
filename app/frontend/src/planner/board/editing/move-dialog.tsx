import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Offer, Offers, Plan, Violation } from "../../../api/types.ts";
import { Fault } from "../../../shared/fault.tsx";
import { t } from "../../../shared/language.ts";
import { Dialog } from "../../elements/dialog.tsx";
import { RouteMark } from "../../elements/route-marks.tsx";
import { placeText, signed } from "../../plan/offers.ts";
import { positionOf, routeOf } from "../../plan/stops.ts";
import { useTruckNames } from "../../plan/truck-names.ts";
import { ruleText, sourceOf } from "../../plan/violations.ts";
import { format } from "../../session.ts";
import { useDrag, useEditing, useOffers } from "../store.ts";
import { Price } from "./drag-layer.tsx";

interface MoveDialogProps {
  plan: Plan;
  task: string;
  name: string;
  onClose: () => void;
}

/** The button and the key beside the drag: every truck with its best place and price. */
export function MoveDialog({ plan, task, name, onClose }: MoveDialogProps): JSX.Element {
  const { readPlates } = useTruckNames();
  const { offersOf } = useOffers();
  const { change } = useEditing();
  const { shift } = useDrag();
  const [found, setFound] = useState<Offers | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const own = routeOf(plan, task);
  useEffect(() => {
    void readPlates(plan);
    offersOf(plan, task).then(setFound, setFault);
  }, []);
  const go = (offer: Offer): void => {
    change({ kind: own ? "move" : "insert", task, vehicle: offer.vehicle, position: offer.position });
    onClose();
  };
  const step = (by: 1 | -1): void => {
    shift(task, by);
    onClose();
  };
  const position = own ? positionOf(own, task) : -1;
  return (
    <Dialog title={t(own ? "move-title" : "move-bringIn", { name })} onClose={onClose}>
      {own && found?.here && (
        <p class="quiet-text">
          {t("move-here", {
            truck: own.vehicle.plate,
            saves: format.money(found.here.extra_cost, plan.figures?.currency),
          })}
        </p>
      )}
      {own && (
        <p class="move-steps">
          <button type="button" disabled={position <= 0} onClick={() => step(-1)}>
            {t("move-earlier")}
          </button>
          <button type="button" onClick={() => step(1)}>
            {t("move-later")}
          </button>
        </p>
      )}
      {fault ? <Fault error={fault} /> : null}
      {!found && !fault && (
        <p class="quiet-text" role="status">
          {t("move-asking")}
        </p>
      )}
      {found && !found.offers.length && <p>{t("move-nowhere")}</p>}
      {found && (
        <ul class="offers">
          {found.offers.map((offer) => (
            <OfferRow key={offer.vehicle} plan={plan} offer={offer} onChoose={() => go(offer)} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function OfferRow({ plan, offer, onChoose }: { plan: Plan; offer: Offer; onChoose: () => void }): JSX.Element {
  const { truckName } = useTruckNames();
  const route = plan.routes.find((one) => one.vehicle.ref === offer.vehicle);
  const locked = plan.locks.routes.includes(offer.vehicle);
  return (
    <li>
      {route ? <RouteMark number={route.number} /> : <span class="quiet-text">{t("move-idle")}</span>}
      <span class="offer-what">
        <b>{truckName(plan, offer.vehicle)}</b> <span class="quiet-text">{placeText(plan, offer)}</span>
        <span>
          <Price offer={offer} /> · {signed(offer.extra_cost, (cost) => format.money(cost, plan.figures?.currency))}
        </span>
        {[...new Set(offer.violations.map(violationText))].map((text) => (
          <span key={text} class="quiet-text">
            {text}
          </span>
        ))}
      </span>
      <button type="button" disabled={locked} onClick={onChoose}>
        {t(locked ? "move-locked" : "move-choose")}
      </button>
    </li>
  );
}

function violationText(violation: Violation): string {
  return `${ruleText(violation)} · ${t(`source-${sourceOf(violation)}`)}`;
}
