import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../../api/client.ts";
import type { Plan } from "../../../api/types.ts";
import { Fault } from "../../../shared/fault.tsx";
import { t } from "../../../shared/language.ts";
import { Dialog } from "../../elements/dialog.tsx";
import { useRouter } from "../../router.ts";

const REASONS = ["truck_out", "urgent_request", "road_closed", "late"] as const;
type Reason = (typeof REASONS)[number];

/** Why the rest of the day is planned again, without which trucks, and how much may change. */
export function RestDialog({ plan, onClose }: { plan: Plan; onClose: () => void }): JSX.Element {
  const { go, follow } = useRouter();
  const [reasons, setReasons] = useState<readonly Reason[]>([]);
  const [out, setOut] = useState<readonly string[]>([]);
  const [stay, setStay] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const day = `?centre=${encodeURIComponent(plan.centre.ref)}&date=${plan.date}`;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    const body = { reasons, out: reasons.includes("truck_out") ? out : [], most_moved: stay ? 0 : null };
    try {
      const made = await call<{ id: string }>(`/api/v1/plans/${encodeURIComponent(plan.id)}/rest`, {
        method: "POST",
        body,
      });
      go(`/plans/${made.id}`);
      onClose();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("rest-title")} onClose={onClose}>
      <form class="sheet" onSubmit={(event) => void submit(event)}>
        <p>{t("rest-what")}</p>
        <fieldset>
          <legend>{t("rest-why")}</legend>
          {REASONS.map((reason) => (
            <label key={reason} class="tick">
              <input
                type="checkbox"
                checked={reasons.includes(reason)}
                onChange={() => setReasons(toggled(reasons, reason))}
              />{" "}
              {t(`rest-reason-${reason}`)}
            </label>
          ))}
        </fieldset>
        {reasons.includes("truck_out") && (
          <fieldset>
            <legend>{t("rest-which")}</legend>
            <div class="ticks">
              {plan.routes.map((route) => (
                <label key={route.vehicle.ref} class="tick">
                  <input
                    type="checkbox"
                    checked={out.includes(route.vehicle.ref)}
                    onChange={() => setOut(toggled(out, route.vehicle.ref))}
                  />{" "}
                  {route.vehicle.plate || route.vehicle.ref}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        {reasons.includes("urgent_request") && (
          <p>
            {t("rest-urgentFirst")}{" "}
            <a href={`/requests${day}`} onClick={follow}>
              {t("rest-toRequests")}
            </a>
          </p>
        )}
        {reasons.includes("road_closed") && (
          <p>
            {t("rest-closedFirst")}{" "}
            <a href="/network/roads" onClick={follow}>
              {t("rest-toRoads")}
            </a>
          </p>
        )}
        <label class="tick">
          <input type="checkbox" checked={stay} onChange={() => setStay(!stay)} /> {t("rest-stay")}
        </label>
        {fault ? <Fault error={fault} /> : null}
        <footer class="dialog-footer">
          <button type="button" onClick={onClose}>
            {t("dialog-cancel")}
          </button>
          <button
            type="submit"
            class="primary"
            disabled={busy || (reasons.includes("truck_out") && out.length === 0)}
            aria-busy={busy}
          >
            {t("rest-go")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function toggled<T>(list: readonly T[], entry: T): T[] {
  return list.includes(entry) ? list.filter((one) => one !== entry) : [...list, entry];
}
