import type { JSX } from "preact";
import type { Driver } from "../../api/types.ts";
import { t } from "../../shared/language.ts";

/** Drivers need no account; their data can be told and erased all the same. */
export function DriversData({
  drivers,
  onErase,
}: {
  drivers: readonly Driver[];
  onErase: (driver: Driver) => void;
}): JSX.Element {
  return (
    <section aria-labelledby="drivers-title">
      <h2 id="drivers-title">
        {t("people-drivers")} <span class="count">{drivers.length}</span>
      </h2>
      {drivers.length === 0 ? (
        <p class="empty">{t("people-noDrivers")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("people-name")}</th>
              <th scope="col">{t("people-phone")}</th>
              <th scope="col">{t("people-actions")}</th>
            </tr>
          </thead>
          <tbody>
            {drivers.map((driver) => (
              <tr key={driver.ref} data-driver={driver.ref}>
                <td>
                  <span class="cell-main">
                    {driver.name}
                    {driver.retired && <span class="condition">{t("people-left")}</span>}
                  </span>
                  <span class="code">{driver.ref}</span>
                </td>
                <td>{driver.phone}</td>
                <td class="row-actions">
                  <a
                    class="button"
                    href={`/api/v1/drivers/${encodeURIComponent(driver.ref)}/data`}
                    download={`${driver.ref}.json`}
                  >
                    {t("people-export")}
                  </a>
                  <button type="button" class="danger" onClick={() => onErase(driver)}>
                    {t("people-erase")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
