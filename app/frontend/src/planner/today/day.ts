import { call } from "../../api/client.ts";
import type { Centre, Closure, PickupRequest, PlanSummary, Site, Today } from "../../api/types.ts";
import { inForceOn } from "../../map/closure-layers.ts";
import { closuresOf } from "../elements/closures.ts";

export interface Day {
  today: Today;
  requests: PickupRequest[];
  plans: PlanSummary[];
  sites: Site[];
  closures: Closure[];
}

export async function loadDay(centre: Centre, date: string): Promise<Day> {
  const at = `centre=${encodeURIComponent(centre.ref)}`;
  const [today, requests, plans, sites, closures] = await Promise.all([
    call<Today>(`/api/v1/today?${at}&date=${date}`),
    call<PickupRequest[]>(`/api/v1/requests?${at}&date=${date}`),
    call<PlanSummary[]>(`/api/v1/plans?${at}&date=${date}`),
    call<Site[]>(`/api/v1/sites?${at}`),
    closuresOf(centre.network),
  ]);
  return { today, requests, plans, sites, closures: inForceOn(closures, new Date(`${date}T00:00`)) };
}
