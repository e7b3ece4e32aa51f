import type { JSX } from "preact";
import type { Route, Violation, Visit } from "../../../api/types.ts";
import { Violation as Mark } from "../../../shared/icons.tsx";
import { t } from "../../../shared/language.ts";
import { excessText, remedyText, ruleText, sourceOf } from "../../plan/offers-text.ts";
import { format } from "../../session.ts";
import { plan } from "../state.ts";

/** What a stop breaks. */
export function brokenAt(visit: Visit, route: Route): readonly Violation[] {
  return visit.task
    ? (plan.value?.violations.filter(
        (one) => one.task === visit.task && (!one.vehicle || one.vehicle === route.vehicle.ref),
      ) ?? [])
    : [];
}

/** What a route breaks, with its stops. */
export function brokenOn(route: Route): readonly Violation[] {
  return (
    plan.value?.violations.filter((one) =>
      one.vehicle
        ? one.vehicle === route.vehicle.ref
        : route.visits.some((visit) => visit.task && visit.task === one.task),
    ) ?? []
  );
}

/** Rule, amount, whose rule it is, and what makes it right. */
export function ViolationList({ violations }: { violations: readonly Violation[] }): JSX.Element | null {
  if (!violations.length) return null;
  return (
    <ul class="violations">
      {violations.map((one, k) => (
        <li key={k}>
          <ViolationText violation={one} />
        </li>
      ))}
    </ul>
  );
}

export function ViolationText({ violation }: { violation: Violation }): JSX.Element {
  const remedy = remedyText(violation);
  const by = excessText(violation, format);
  const rule = ruleText(violation);
  return (
    <>
      <Mark label="" /> <b>{rule}</b>
      {by !== rule && <> · {by}</>} <span class="quiet-text">{t(`source.${sourceOf(violation)}`)}</span>
      {remedy && <span class="remedy">→ {remedy}</span>} <span class="code">({violation.code})</span>
    </>
  );
}
