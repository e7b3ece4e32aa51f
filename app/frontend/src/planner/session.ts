import { useCsrf } from "../shared/api.ts";
import { csrfToken, readBootstrap, type PlannerBootstrap } from "../shared/bootstrap.ts";
import { Format } from "../shared/format.ts";
import { language } from "../shared/language.ts";

export const bootstrap = readBootstrap<PlannerBootstrap>();
export const csrf = csrfToken();
useCsrf(csrf);

/** A viewer reads; a dispatcher plans and publishes. */
export const mayPlan = bootstrap.me.role !== "viewer";

export const format = new Format(language);
