import { clock } from "../shared/format.ts";
import { isWord, language, t } from "../shared/language.ts";
import type { Details, LeftOut } from "../shared/types.ts";
import { format } from "./session.ts";

/** Values of `details` as people read them, by the unit their name ends with. */
export function readable(details: Details | null, start: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(details ?? {})) {
    if (value === null || value === undefined) continue;
    out[key] = typeof value === "number" ? readNumber(key, value, start) : String(value);
  }
  return out;
}

/** Moments are seconds after the plan's start and end in `_at_s`, `arrival_s`, `closes_s` and the like; the rest are lengths. */
const MOMENTS = /(^|_)(at|arrival|earliest|closes|opens|end|start|until|window)_s$|^earliest_|^latest_/;

function readNumber(key: string, value: number, start: string): string {
  if (key.endsWith("_s")) return MOMENTS.test(key) ? clock(start, value) : format.duration(value);
  if (key.endsWith("_m")) return format.km(value);
  if (key.endsWith("_kg")) return format.mass(value);
  if (key.endsWith("_l")) return format.litres(value);
  return format.number(value, Number.isInteger(value) ? 0 : 1);
}

/** Why it was left out, in the page's language where the code and its details are known, else the server's sentence. */
export function reasonText(left: LeftOut, start: string): string {
  const word = `reason.${left.code}`;
  if (language === "en" || !isWord(word)) return left.reason;
  try {
    return t(word, readable(left.details, start));
  } catch {
    return left.reason; // a detail the words expect is missing: the server's sentence is complete
  }
}

/** The smallest change that would take it along, or null where none is known. */
export function relaxationText(left: LeftOut, start: string): string | null {
  const entries = Object.entries(readable(left.relaxation, start));
  const kind = String(left.relaxation?.["kind"] ?? left.relaxation?.["change"] ?? "");
  const word = `relax.${kind}`;
  if (!entries.length) return null;
  if (isWord(word)) {
    try {
      return t(word, Object.fromEntries(entries));
    } catch {
      // fall through to the plain list
    }
  }
  return entries.filter(([key]) => key !== "kind").map(([key, value]) => `${key.replace(/_(s|m|kg|l)$/, "").replaceAll("_", " ")} ${value}`).join(", ");
}
