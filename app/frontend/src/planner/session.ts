import { useCsrf } from "../shared/api.ts";
import { readBootstrap, type PlannerBootstrap } from "../shared/bootstrap.ts";
import { Format } from "../shared/format.ts";
import { language } from "../shared/language.ts";

export const bootstrap = readBootstrap<PlannerBootstrap>();
useCsrf(bootstrap.csrf);

/** A viewer reads; everybody else plans and publishes. */
export const mayPlan = bootstrap.role !== "viewer";

export const format = new Format(language);
