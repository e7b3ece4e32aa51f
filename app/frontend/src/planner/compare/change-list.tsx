import type { JSX } from "preact";
import type { Changes, MovedStop, Plan, RouteChange } from "../../api/types.ts";
import { clock } from "../../shared/format.ts";
import { t } from "../../shared/language.ts";
import { visitOf } from "../plan/stops.ts";
import { type TruckNames, useTruckNames } from "../plan/truck-names.ts";

interface Sides {
  before: Plan;
  after: Plan;
}

/** Old beside new, truck by truck, with the driver who will see it. */
export function ChangeList({ changes, before, after }: Sides & { changes: Changes }): JSX.Element {
  return (
    <ul class="change-list">
      {changes.routes.map((each) => (
        <RouteChangeRow key={each.vehicle} each={each} before={before} after={after} />
      ))}
    </ul>
  );
}

function RouteChangeRow({ each, before, after }: Sides & { each: RouteChange }): JSX.Element {
  const { truckName } = useTruckNames();
  return (
    <li class="change-row" data-vehicle={each.vehicle}>
      <h3>
        <b>{each.plate || truckName(after, each.vehicle)}</b> <span class="quiet-text">{each.driver ?? ""}</span>{" "}
        <span class="change-count">
          +{each.added.length} −{each.removed.length}
        </span>
      </h3>
      <div class="versions">
        <section>
          <h4>{t("changes-old")}</h4>
          <p class="quiet-text">{outText(before, each.leaves_s[0], each.back_s[0])}</p>
          <ul>
            {each.removed.map((stop) => (
              <li key={stop.task}>
                <s>{stopName(stop, before, after)}</s>{" "}
                <span class="quiet-text">{t("changes-gone", { truck: truck(after, stop.vehicle, truckName) })}</span>
              </li>
            ))}
            {each.retimed.map((stop) => (
              <li key={stop.task}>
                {stopName(stop, before, after)} <s>{clock(before.start, stop.before_s)}</s>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h4>{t("changes-new")}</h4>
          <p class="quiet-text">
            {outText(after, each.leaves_s[1], each.back_s[1])}
            {each.reordered ? ` · ${t("changes-reordered")}` : ""}
          </p>
          <ul>
            {each.added.map((stop) => (
              <li key={stop.task}>
                <b>+ {stopName(stop, before, after)}</b> {timeOf(after, stop.task)}{" "}
                <span class="quiet-text">{t("changes-came", { truck: truck(before, stop.vehicle, truckName) })}</span>
              </li>
            ))}
            {each.retimed.map((stop) => (
              <li key={stop.task}>
                {stopName(stop, before, after)} <b>{clock(after.start, stop.after_s)}</b>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </li>
  );
}

function outText(plan: Plan, leaves_s: number | null, back_s: number | null): string {
  return leaves_s === null || back_s === null
    ? t("changes-atHome")
    : t("changes-out", { from: clock(plan.start, leaves_s), to: clock(plan.start, back_s) });
}

function truck(plan: Plan, ref: string | null, truckName: TruckNames["truckName"]): string {
  return ref === null ? t("changes-nobody") : truckName(plan, ref);
}

function timeOf(plan: Plan, task: string): string {
  const visit = visitOf(plan, task);
  const at_s = visit?.start_s ?? visit?.arrival_s;
  return at_s == null ? "" : clock(plan.start, at_s);
}

/** A stop's name in whichever plan knows it. */
export function stopName(stop: Pick<MovedStop, "task" | "request">, before: Plan, after: Plan): string {
  const left = [...after.unassigned, ...before.unassigned].find((one) => one.task === stop.task);
  return visitOf(after, stop.task)?.name || visitOf(before, stop.task)?.name || left?.name || stop.request || stop.task;
}
