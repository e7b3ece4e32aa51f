import "./compare.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Changes, Plan } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { CopyLink } from "../elements/copy-link.tsx";
import { RouteMark } from "../elements/route-marks.tsx";
import { plansBeside } from "../plan/plans-of-day.ts";
import { routeOf, visitOf } from "../plan/stops.ts";
import { useTruckNames } from "../plan/truck-names.ts";
import { ViolationText } from "../plan/violation-list.tsx";
import { useRouter } from "../router.ts";
import { format, mayPlan } from "../session.ts";
import { ChangeList } from "./change-list.tsx";

interface Found {
  plan: Plan;
  earlier: Plan | null;
  changes: Changes | null;
}

/** What each driver will see change, and what stands in the way; then the links. */
export function PublishPage({ id }: { id: string }): JSX.Element {
  const { readPlates } = useTruckNames();
  const { follow } = useRouter();
  const [found, setFound] = useState<Found | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [blocked, setBlocked] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/v1/plans/${encodeURIComponent(id)}`;
  useEffect(() => {
    load(path, id).then((next) => {
      setFound(next);
      void readPlates(next.plan);
    }, setFault);
    document.title = `${t("publish-title")} · ${t("app-name")}`;
  }, [id]);
  const publish = async (): Promise<void> => {
    setBusy(true);
    setBlocked(null);
    try {
      await call(`${path}/publish`, { method: "POST", body: {} });
      setFound({ plan: await call<Plan>(path), earlier: null, changes: null });
    } catch (error) {
      setBlocked(error);
    } finally {
      setBusy(false);
    }
  };
  if (fault)
    return (
      <main id="main" class="lone">
        <Fault error={fault} />
      </main>
    );
  if (!found)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  const { plan } = found;
  const published = plan.status === "published";
  return (
    <main id="main" class="publish-page">
      <h1>
        {t(published ? "publish-links" : "publish-title")} · {nameOf(plan.centre)} · {format.date(plan.date)}
      </h1>
      {published ? (
        <Links plan={plan} />
      ) : (
        <>
          <p>
            {t("publish-what", {
              routes: plan.routes.length,
              served: plan.figures?.served ?? 0,
              out: plan.unassigned.length,
            })}
          </p>
          <Blocks plan={plan} />
          {blocked ? (
            <Fault error={blocked}>
              <p>{t("publish-blocked")}</p>
            </Fault>
          ) : null}
          {found.earlier && found.changes ? (
            <section>
              <p>
                {t(found.changes.routes.length ? "publish-replaces" : "publish-unchanged", {
                  version: found.earlier.version,
                })}
              </p>
              <ChangeList changes={found.changes} before={found.earlier} after={plan} />
            </section>
          ) : (
            <p>{t("publish-first")}</p>
          )}
          <p class="quiet-text">{t("publish-then")}</p>
        </>
      )}
      <p class="publish-actions">
        {mayPlan && !published && (
          <button type="button" class="primary" disabled={busy} aria-busy={busy} onClick={() => void publish()}>
            {t(busy ? "publish-busy" : "publish-now")}
          </button>
        )}
        <a class="button" href={`/plans/${plan.id}`} onClick={follow}>
          {t("compare-back")}
        </a>
      </p>
    </main>
  );
}

async function load(path: string, id: string): Promise<Found> {
  const plan = await call<Plan>(path);
  const before =
    plan.status === "planned"
      ? (await plansBeside(plan)).find((one) => one.status === "published" && one.id !== id)
      : undefined;
  if (!before) return { plan, earlier: null, changes: null };
  const [earlier, changes] = await Promise.all([
    call<Plan>(`/api/v1/plans/${before.id}`),
    call<Changes>(`${path}/changes?against=${before.id}`),
  ]);
  return { plan, earlier, changes };
}

/** What breaks a rule, each with the way to where it can be mended. */
function Blocks({ plan }: { plan: Plan }): JSX.Element | null {
  const { truckName } = useTruckNames();
  const { follow } = useRouter();
  if (!plan.violations.length) return null;
  return (
    <section class="fault" aria-labelledby="blocks">
      <h2 id="blocks">{t("publish-blocks", { n: plan.violations.length })}</h2>
      <ul class="violations">
        {plan.violations.map((one, k) => {
          const route = one.vehicle
            ? plan.routes.find((each) => each.vehicle.ref === one.vehicle)
            : one.task
              ? routeOf(plan, one.task)
              : undefined;
          const visit = one.task ? visitOf(plan, one.task) : null;
          const where = [one.vehicle ? truckName(plan, one.vehicle) : "", visit?.name ?? ""]
            .filter(Boolean)
            .join(" · ");
          return (
            <li key={k}>
              <ViolationText violation={one} />{" "}
              {route && (
                <a href={`/plans/${plan.id}?route=${route.number}${visit ? `&stop=${visit.id}` : ""}`} onClick={follow}>
                  {where}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Links({ plan }: { plan: Plan }): JSX.Element {
  return (
    <>
      <p role="status">
        <b>{t("publish-done")}</b> {t("publish-each")}
      </p>
      <ul class="links">
        {[...plan.routes]
          .sort((a, b) => a.number - b.number)
          .map((route) => (
            <li key={route.id}>
              <span class="links-who">
                <RouteMark number={route.number} /> <b>{route.vehicle.plate}</b>{" "}
                <span class="quiet-text">{route.driver?.name ?? ""}</span>
              </span>
              {route.driver_url ? (
                <CopyLink url={route.driver_url} />
              ) : (
                <span class="quiet-text">{t("publish-noLink")}</span>
              )}
            </li>
          ))}
      </ul>
    </>
  );
}
