import type { Plan, Route, Violation, Visit } from "../../api/types.ts";
import type { Format } from "../../shared/format.ts";
import { causeText, isWord, t } from "../../shared/language.ts";

/** Rules that the law makes; the others are the operator's own. */
const LAW: ReadonlySet<string> = new Set(["R319", "R330", "R332", "R333", "R340"]);

export type Source = "law" | "operator";

export function sourceOf(violation: Violation): Source {
  return LAW.has(violation.code) ? "law" : "operator";
}

/** "120 kg over", "14 min late": how much is too much, in a few letters. */
export function excessText(violation: Violation, format: Format): string {
  const { amount, unit } = violation;
  if (amount > 0 && unit === "s") return t("excess-late", { by: format.duration(Math.ceil(amount / 60) * 60) });
  if (amount > 0 && unit === "kg") return t("excess-over", { by: format.mass(amount) });
  if (amount > 0 && unit === "l") return t("excess-over", { by: format.litres(amount) });
  if (amount > 0 && unit === "m") return t("excess-over", { by: format.km(amount) });
  return ruleText(violation);
}

/** The name of the broken rule; the server's sentence where the page has no words for it. */
export function ruleText(violation: Violation): string {
  const word = `rule-${violation.code}`;
  return isWord(word) ? t(word) : causeText(violation.code, violation.message);
}

/** What makes it right, where the page knows. */
export function remedyText(violation: Violation): string | null {
  const word = `remedy-${violation.code}`;
  return isWord(word) ? t(word) : null;
}

/** The violations of a stop on its route. */
export function violationsAt(plan: Plan, visit: Visit, route: Route): readonly Violation[] {
  if (!visit.task) return [];
  return plan.violations.filter(
    (one) => one.task === visit.task && (!one.vehicle || one.vehicle === route.vehicle.ref),
  );
}

/** The violations of a route and of its stops. */
export function violationsOn(plan: Plan, route: Route): readonly Violation[] {
  return plan.violations.filter((one) =>
    one.vehicle
      ? one.vehicle === route.vehicle.ref
      : route.visits.some((visit) => visit.task && visit.task === one.task),
  );
}
