import { csrfToken, type PlannerBootstrap, readBootstrap } from "../shared/bootstrap.ts";
import { dateAt, Format } from "../shared/format.ts";
import { language } from "../shared/language.ts";

export const bootstrap = readBootstrap<PlannerBootstrap>();
export const csrf = csrfToken();

const { role } = bootstrap.me;

/** People, keys, health. */
export const mayAdminister = role === "administrator";
/** Sees nothing but the own routes. */
export const isDriver = role === "driver";
/** Plans, publishes, enters requests; the others read. */
export const mayPlan = mayAdminister || role === "dispatcher";
/** Places, which the day's work and the studies share. */
export const mayKeepSites = mayPlan || role === "planner";

/** Makes coverage studies and asks them. */
export const mayStudy = mayAdminister || role === "planner";

export const format = new Format(language);

/** The date where the organisation works, wherever the reader is. */
export function todaysDate(at: Date = new Date()): string {
  return dateAt(bootstrap.utc_offset_min, at);
}
