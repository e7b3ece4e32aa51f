import { call } from "../../api/client.ts";
import type { Plan } from "../../api/types.ts";

/** The road of a route that was changed by hand; empty where it cannot be had. */
export async function roadOf(plan: string, number: number): Promise<string> {
  const found = await call<{ geometry: string }>(
    `/api/v1/plans/${encodeURIComponent(plan)}/routes/${number}/geometry`,
  ).catch(() => null);
  return found?.geometry ?? "";
}

/** The plan with the roads that it lacks; the same plan where it lacks none. */
export async function withRoads(plan: Plan): Promise<Plan> {
  if (plan.routes.every((route) => route.geometry)) return plan;
  const routes = await Promise.all(
    plan.routes.map(async (route) =>
      route.geometry ? route : { ...route, geometry: await roadOf(plan.id, route.number) },
    ),
  );
  return { ...plan, routes };
}
