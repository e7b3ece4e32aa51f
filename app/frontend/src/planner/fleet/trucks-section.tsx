import type { JSX } from "preact";
import { call } from "../../api/client.ts";
import type { FleetCatalogue, Vehicle } from "../../api/types.ts";
import { nameOf, t } from "../../shared/language.ts";
import { usePages } from "../elements/paging.tsx";
import { clockOf } from "../elements/spans.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { RetireActions } from "./retire-actions.tsx";
import { SkillsShown } from "./skills-field.tsx";
import { truckBody } from "./truck-body.ts";

interface TrucksProps {
  trucks: readonly Vehicle[];
  /** Whether the organisation has no trucks at all. */
  none: boolean;
  classes: FleetCatalogue["classes"];
  mayAdd: boolean;
  onOpen: (truck: Vehicle | null) => void;
  onChanged: () => void;
}

/** The trucks that the search finds, and the way to add one. */
export function TrucksSection({ trucks, none, classes, mayAdd, onOpen, onChanged }: TrucksProps): JSX.Element {
  const { follow } = useRouter();
  const { shown, pages } = usePages(trucks);
  return (
    <section aria-labelledby="trucks-title">
      <header class="section-header">
        <h2 id="trucks-title">
          {t("fleet-trucks")} <span class="count">{trucks.length}</span>
        </h2>
        {mayPlan && (
          <a class="button" href="/network/vehicles/import" onClick={follow}>
            {t("requests-import")}
          </a>
        )}
        {mayPlan && mayAdd && (
          <button type="button" class="primary" onClick={() => onOpen(null)}>
            {t("fleet-addTruck")}
          </button>
        )}
      </header>
      {none && <p class="empty">{t("fleet-noTrucks")}</p>}
      {trucks.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("fleet-plate")}</th>
              <th scope="col">{t("fleet-class")}</th>
              <th scope="col">{t("fleet-shift")}</th>
              <th scope="col" class="number">
                {t("fleet-capacity_kg")}
              </th>
              <th scope="col" class="number">
                {t("fleet-capacity_l")}
              </th>
              <th scope="col" class="number">
                {t("fleet-mass_t")}
              </th>
              <th scope="col" class="number">
                {t("fleet-height_m")}
              </th>
              <th scope="col">{t("fleet-driver")}</th>
              <th scope="col">{t("fleet-skills")}</th>
              {mayPlan && <th scope="col">{t("requests-actions")}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <TruckRow key={one.ref} truck={one} classes={classes} onOpen={onOpen} onChanged={onChanged} />
            ))}
          </tbody>
        </table>
      )}
      {pages}
    </section>
  );
}

interface RowProps extends Pick<TrucksProps, "classes" | "onOpen" | "onChanged"> {
  truck: Vehicle;
}

function TruckRow({ truck, classes, onOpen, onChanged }: RowProps): JSX.Element {
  const found = classes.find((each) => each.ref === truck.class);
  const today = todaysDate();
  return (
    <tr data-ref={truck.ref}>
      <td>
        <span class="cell-main">
          {truck.plate || truck.ref}
          {truck.retired && <span class="condition">{t("use-retired")}</span>}
        </span>
        <span class="code">
          {truck.ref} · {truck.centre}
        </span>
      </td>
      <td>{found ? nameOf(found) : truck.class}</td>
      <td class="nowrap">
        {clockOf(truck.shift[0])}–{clockOf(truck.shift[1])}
      </td>
      <td class="number">{format.number(truck.capacity.kg)}</td>
      <td class="number">{format.number(truck.capacity.l)}</td>
      <td class="number">{truck.size.mass_t ?? "–"}</td>
      <td class="number">{truck.size.height_m ?? "–"}</td>
      <td>{truck.driver?.name ?? t("fleet-noDriver")}</td>
      <td>
        <SkillsShown skills={truck.own_skills} valid_until={truck.valid_until} today={today} />
      </td>
      {mayPlan && (
        <td>
          <RetireActions
            name={t("fleet-editTruck", { ref: truck.ref })}
            retired={truck.retired}
            onEdit={() => onOpen(truck)}
            onRetire={async () => {
              await call(`/api/v1/vehicles/${encodeURIComponent(truck.ref)}`, {
                method: "PUT",
                body: { ...truckBody(truck), retired: !truck.retired },
              });
              onChanged();
            }}
          />
        </td>
      )}
    </tr>
  );
}
