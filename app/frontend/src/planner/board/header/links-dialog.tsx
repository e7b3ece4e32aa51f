import type { JSX } from "preact";
import { t } from "../../../shared/language.ts";
import { CopyLink } from "../../elements/copy-link.tsx";
import { Dialog } from "../../elements/dialog.tsx";
import { RouteMark } from "../../elements/route-marks.tsx";
import { numbersOf } from "../../plan/stops.ts";
import { useBoard } from "../store.ts";

/** The drivers' links of a published plan, to hand out. */
export function LinksDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const { routesInOrder } = useBoard();
  return (
    <Dialog title={t("publish-links")} onClose={onClose}>
      <p class="quiet-text">{t("publish-each")}</p>
      <ul class="links">
        {routesInOrder.value.map((route) => (
          <li key={route.id}>
            <span class="links-who">
              <RouteMark number={route.number} /> <b>{route.vehicle.plate}</b>{" "}
              <span class="quiet-text">
                {[route.driver?.name, t("list-stops", { n: numbersOf(route).size })].filter(Boolean).join(" · ")}
              </span>
            </span>
            {route.driver_url ? (
              <CopyLink url={route.driver_url} />
            ) : (
              <span class="quiet-text">{t("publish-noLink")}</span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
