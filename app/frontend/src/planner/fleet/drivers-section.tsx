import type { JSX } from "preact";
import { call } from "../../api/client.ts";
import type { DayOff, Driver } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { clockOf } from "../elements/spans.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan, todaysDate } from "../session.ts";
import { daysOffAhead, weekdaysText } from "./hours.ts";
import { RetireActions } from "./retire-actions.tsx";
import { SkillsShown } from "./skills-field.tsx";

interface DriversProps {
  drivers: readonly Driver[];
  /** Whether the organisation has no drivers at all. */
  none: boolean;
  daysOff: readonly DayOff[];
  onOpen: (driver: Driver | null) => void;
  onChanged: () => void;
}

/** The drivers that the search finds, and the way to add one. */
export function DriversSection({ drivers, none, daysOff, onOpen, onChanged }: DriversProps): JSX.Element {
  const { follow } = useRouter();
  return (
    <section aria-labelledby="drivers-title">
      <header class="section-header">
        <h2 id="drivers-title">
          {t("fleet-drivers")} <span class="count">{drivers.length}</span>
        </h2>
        {mayPlan && (
          <a class="button" href="/network/drivers/import" onClick={follow}>
            {t("requests-import")}
          </a>
        )}
        {mayPlan && (
          <button type="button" class="primary" onClick={() => onOpen(null)}>
            {t("fleet-addDriver")}
          </button>
        )}
      </header>
      {none && <p class="empty">{t("fleet-noDrivers")}</p>}
      {drivers.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("form-name")}</th>
              <th scope="col">{t("fleet-phone")}</th>
              <th scope="col">{t("fleet-works")}</th>
              <th scope="col">{t("fleet-skills")}</th>
              {mayPlan && <th scope="col">{t("requests-actions")}</th>}
            </tr>
          </thead>
          <tbody>
            {drivers.map((one) => (
              <DriverRow key={one.ref} driver={one} daysOff={daysOff} onOpen={onOpen} onChanged={onChanged} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps extends Pick<DriversProps, "daysOff" | "onOpen" | "onChanged"> {
  driver: Driver;
}

function DriverRow({ driver, daysOff, onOpen, onChanged }: RowProps): JSX.Element {
  const today = todaysDate();
  return (
    <tr data-ref={driver.ref}>
      <td>
        <span class="cell-main">
          {driver.name}
          {driver.retired && <span class="condition">{t("use-retired")}</span>}
        </span>
        <span class="code">{driver.ref}</span>
      </td>
      <td>{driver.phone}</td>
      <td>
        <span class="cell-main">
          {weekdaysText(driver.weekdays)}{" "}
          {driver.shift ? `${clockOf(driver.shift[0])}–${clockOf(driver.shift[1])}` : t("fleet-asTruck")}
        </span>
        {daysOffAhead(daysOff, driver.ref, today)
          .slice(0, 2)
          .map((each) => (
            <span key={each.id} class="window">
              {t("fleet-off", {
                days:
                  each.last === each.first
                    ? format.date(each.first)
                    : `${format.date(each.first)} – ${format.date(each.last)}`,
              })}
            </span>
          ))}
      </td>
      <td>
        <SkillsShown skills={driver.skills} valid_until={driver.valid_until} today={today} />
      </td>
      {mayPlan && (
        <td>
          <RetireActions
            name={t("fleet-editDriver", { ref: driver.ref })}
            retired={driver.retired}
            onEdit={() => onOpen(driver)}
            onRetire={async () => {
              await call(`/api/v1/drivers/${encodeURIComponent(driver.ref)}`, {
                method: "PUT",
                body: { ...driver, retired: !driver.retired },
              });
              onChanged();
            }}
          />
        </td>
      )}
    </tr>
  );
}
