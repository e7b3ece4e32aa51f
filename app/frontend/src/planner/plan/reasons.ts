import type { Details, Plan, Unassigned } from "../../api/types.ts";
import { clock } from "../../shared/format.ts";
import { causeText, isWord, language, t, tOr, type Values, wordFor } from "../../shared/language.ts";
import { format } from "../session.ts";

/** Moments among the details, and the name the words know them by. */
const MOMENTS: Readonly<Record<string, string>> = {
  earliest_s: "earliest",
  window_end_s: "window_end",
  shift_end_s: "shift_end",
  back_s: "back",
};

/** An amount with its unit; times are rounded up to the minute, so that the advice holds. */
function amount(value: number, unit: string): string {
  if (unit === "s") return format.duration(Math.ceil(value / 60) * 60);
  if (unit === "m") return format.km(value);
  if (unit === "kg") return format.mass(value);
  if (unit === "l") return format.litres(value);
  if (unit === "cost") return format.money(value);
  return format.number(value);
}

/** What a sentence may need, from the details that came with the code. */
function valuesOf(details: Details, plan: Plan): Values {
  const values: Record<string, string> = {};
  const text = (key: string): string => String(details[key] ?? "");
  for (const [key, name] of Object.entries(MOMENTS)) {
    const value = details[key];
    if (typeof value === "number") values[name] = clock(plan.start, value);
  }
  const size = details.by ?? details.shortfall;
  if (typeof size === "number") values.by = amount(size, text("unit"));
  if (text("vehicle")) values.truck = plateOf(text("vehicle"), plan);
  if (text("missing"))
    values.missing = text("missing")
      .split(", ")
      .map((skill) => tOr("skill", skill))
      .join(t("list-comma"));
  if (text("load_type")) values.load = tOr("load", text("load_type"));
  if (text("aboard")) values.aboard = tOr("load", text("aboard"));
  if (text("subject")) values.facility = text("subject");
  if (typeof details.extra === "number") values.extra = format.money(details.extra);
  if (typeof details.penalty === "number") values.leaving = format.money(details.penalty);
  if (typeof details.snap_m === "number") values.snap = format.km(details.snap_m);
  return values;
}

/** People know trucks by their plates; a truck that is not on a route is named by its reference. */
function plateOf(ref: string, plan: Plan): string {
  return plan.routes.find((route) => route.vehicle.ref === ref)?.vehicle.plate || ref;
}

function say(word: string, values: Values): string | null {
  if (!isWord(word)) return null;
  try {
    return t(word, values);
  } catch {
    return null; // a figure that the words expect did not come with this code
  }
}

/** Why it was left out, in the page's language where the code and its figures are known, else the server's sentence. */
export function reasonText(left: Unassigned, plan: Plan): string {
  const refusal = language === "zh" ? String(left.details?.reason_zh ?? left.reason) : left.reason;
  const values = { refusal, ...valuesOf(left.details ?? {}, plan) };
  return say(`reason-${left.code}`, values) ?? causeText(left.code, left.reason);
}

/** The smallest change that would take it along, or null where none is known. */
export function relaxationText(left: Unassigned, plan: Plan): string | null {
  const change = left.relaxation?.change;
  if (typeof change !== "string") return null;
  return (
    say(wordFor("relax", change), valuesOf(left.relaxation ?? {}, plan)) ??
    (language === "en" ? `${change.replaceAll("_", " ")} ${String(left.relaxation?.by ?? "")}` : null)
  );
}
