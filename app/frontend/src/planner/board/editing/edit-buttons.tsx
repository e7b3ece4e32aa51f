import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Offer, Plan, Route, Unassigned, Visit } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { signed } from "../../plan/offers.ts";
import { useTruckNames } from "../../plan/truck-names.ts";
import { format } from "../../session.ts";
import { useActions, useBoard, useDrag, useEditing, useOffers } from "../store.ts";
import { Price } from "./drag-layer.tsx";

/** All that a drag or a key does to a stop, as buttons. */
export function StopButtons({ plan, visit }: { plan: Plan; visit: Visit }): JSX.Element | null {
  const { mayEdit, change } = useEditing();
  const { openMove, togglePin } = useActions();
  const { shift } = useDrag();
  const { task } = visit;
  if (!mayEdit.value || !task) return null;
  const pinned = plan.locks.stops[task] !== undefined;
  return (
    <div class="edit-buttons">
      <button type="button" class="primary" onClick={() => openMove(task, visit.name ?? task)}>
        {t("edit-moveTo")}
      </button>
      <button
        type="button"
        onClick={() => shift(task, -1)}
        aria-label={t("edit-earlier")}
        title={`${t("edit-earlier")} (Alt+↑)`}
      >
        ↑
      </button>
      <button
        type="button"
        onClick={() => shift(task, 1)}
        aria-label={t("edit-later")}
        title={`${t("edit-later")} (Alt+↓)`}
      >
        ↓
      </button>
      <button type="button" aria-pressed={pinned} title="P" onClick={togglePin(task)}>
        {t(pinned ? "edit-unpin" : "edit-pin")}
      </button>
      <button type="button" title="X" onClick={() => change({ kind: "exclude", task })}>
        {t("edit-leaveOut")}
      </button>
    </div>
  );
}

export function RouteButtons({ plan, route }: { plan: Plan; route: Route }): JSX.Element | null {
  const { mayEdit, change } = useEditing();
  const { routesInOrder } = useBoard();
  const { toggleLock } = useActions();
  if (!mayEdit.value) return null;
  const { ref } = route.vehicle;
  const locked = plan.locks.routes.includes(ref);
  const others = routesInOrder.value.filter((one) => one !== route);
  return (
    <div class="edit-buttons">
      <button type="button" aria-pressed={locked} title="L" onClick={toggleLock(route)}>
        {t(locked ? "edit-unlock" : "edit-lock")}
      </button>
      <button type="button" disabled={locked} onClick={() => change({ kind: "reverse", vehicle: ref })}>
        {t("edit-reverse")}
      </button>
      {others.length > 0 && (
        <select
          disabled={locked}
          aria-label={t("edit-swap")}
          value=""
          onChange={(event) => {
            const other = event.currentTarget.value;
            event.currentTarget.value = "";
            if (other) change({ kind: "swap", vehicle: ref, other });
          }}
        >
          <option value="">{t("edit-swap")}</option>
          {others.map((one) => (
            <option key={one.id} value={one.vehicle.ref}>{`${one.number} ${one.vehicle.plate}`}</option>
          ))}
        </select>
      )}
    </div>
  );
}

/** First click: where it would go and at which price. Second click: done. */
export function BringIn({ plan, left }: { plan: Plan; left: Unassigned }): JSX.Element | null {
  const { mayEdit, change } = useEditing();
  const { readPlates, truckName } = useTruckNames();
  const { offersOf } = useOffers();
  const { openMove } = useActions();
  const [offer, setOffer] = useState<Offer | null | "asking" | "nowhere">(null);
  const [asked, setAsked] = useState(plan.revision);
  const { task } = left;
  if (!mayEdit.value || !task) return null;
  if (asked !== plan.revision) {
    setAsked(plan.revision); // the price was that of another state
    setOffer(null);
  }
  const ask = async (): Promise<void> => {
    setOffer("asking");
    void readPlates(plan);
    const found = await offersOf(plan, task).catch(() => null);
    const best = found?.offers.find((one) => !plan.locks.routes.includes(one.vehicle));
    setOffer(best ?? "nowhere");
  };
  if (offer === "nowhere") return <p class="bring-in quiet-text">{t("move-nowhere")}</p>;
  return (
    <p class="bring-in">
      {offer === null || offer === "asking" ? (
        <button type="button" aria-busy={offer === "asking"} onClick={() => void ask()}>
          {t("edit-bringIn")}
        </button>
      ) : (
        <button
          type="button"
          class="primary"
          onClick={() => change({ kind: "insert", task, vehicle: offer.vehicle, position: offer.position })}
        >
          {t("edit-bringInOn", {
            truck: truckName(plan, offer.vehicle),
            cost: signed(offer.extra_cost, (cost) => format.money(cost, plan.figures?.currency)),
          })}
        </button>
      )}
      {offer !== null && offer !== "asking" && <Price offer={offer} />}
      <button type="button" class="quiet" onClick={() => openMove(task, left.name || left.request)}>
        {t("edit-moveTo")}
      </button>
    </p>
  );
}

/** For planning again: what must be served, what may come back. */
export function RequirementButtons({ plan, left }: { plan: Plan; left: Unassigned }): JSX.Element | null {
  const { mayEdit, change } = useEditing();
  const { task } = left;
  if (!mayEdit.value || !task) return null;
  const forced = plan.locks.forced.includes(task);
  const excluded = plan.locks.excluded.includes(task);
  return (
    <div class="edit-buttons">
      <button type="button" aria-pressed={forced} onClick={() => change({ kind: forced ? "unforce" : "force", task })}>
        {t(forced ? "edit-unforce" : "edit-force")}
      </button>
      <button
        type="button"
        aria-pressed={excluded}
        onClick={() => change({ kind: excluded ? "include" : "exclude", task })}
      >
        {t(excluded ? "edit-include" : "edit-exclude")}
      </button>
    </div>
  );
}
