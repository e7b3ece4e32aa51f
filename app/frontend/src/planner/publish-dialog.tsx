import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { ApiError, call } from "../shared/api.ts";
import { Fault } from "../shared/fault.tsx";
import { t } from "../shared/language.ts";
import type { Plan } from "../shared/types.ts";
import { numbersOf, plan as planInView, routesInOrder } from "./board-state.ts";
import { CopyLink } from "./copy-link.tsx";
import { Dialog } from "./dialog.tsx";
import { RouteMark } from "./marks.tsx";

/** Publish a draft, then hand out the drivers' links. */
export function PublishDialog({ plan, onClose }: { plan: Plan; onClose: () => void }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const published = plan.status === "published";
  const publish = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const path = `/api/v1/plans/${encodeURIComponent(plan.id)}`;
      await call(`${path}/publish`, { method: "POST", body: {} });
      planInView.value = await call<Plan>(path);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const figures = plan.figures;
  return (
    <Dialog title={t(published ? "publish.links" : "publish.title")} onClose={onClose}>
      {published ? <Links /> : (
        <>
          <p>{t("publish.what", { routes: plan.routes.length, served: figures?.served ?? 0, out: plan.unassigned.length })}</p>
          <p class="quiet-text">{t("publish.then")}</p>
          {fault ? <Fault error={fault}>{fault instanceof ApiError && fault.status === 409 ? <p>{t("publish.blocked")}</p> : null}</Fault> : null}
          <footer class="dialog-footer">
            <button type="button" onClick={onClose}>{t("dialog.cancel")}</button>
            <button type="button" class="primary" disabled={busy} aria-busy={busy} onClick={() => void publish()}>{t(busy ? "publish.busy" : "publish.now")}</button>
          </footer>
        </>
      )}
    </Dialog>
  );
}

function Links(): JSX.Element {
  return (
    <>
      <p class="quiet-text">{t("publish.each")}</p>
      <ul class="links">
        {routesInOrder.value.map((route) => (
          <li key={route.id}>
            <span class="links-who"><RouteMark number={route.number} /> <b>{route.vehicle.plate}</b> <span class="quiet-text">{[route.driver?.name, t("list.stops", { n: numbersOf(route).size })].filter(Boolean).join(" · ")}</span></span>
            {route.driver_url ? <CopyLink url={route.driver_url} /> : <span class="quiet-text">{t("publish.noLink")}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
