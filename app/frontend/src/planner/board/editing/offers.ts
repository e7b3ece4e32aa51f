import { signal } from "@preact/signals";
import { call } from "../../../api/client.ts";
import type { Offers, Plan, Vehicle } from "../../../api/types.ts";

const kept = new Map<string, Promise<Offers>>();
let keptOf = "";

/** Where a stop could go and at which price; asked once for each state of the plan. */
export function offersOf(plan: Plan, task: string): Promise<Offers> {
  const state = `${plan.id}:${plan.revision}`;
  if (keptOf !== state) kept.clear();
  keptOf = state;
  const known = kept.get(task);
  if (known) return known;
  const asked = call<Offers>(
    `/api/v1/plans/${encodeURIComponent(plan.id)}/offers/${task.split("/").map(encodeURIComponent).join("/")}`,
  );
  kept.set(task, asked);
  asked.catch(() => kept.delete(task));
  return asked;
}

/** Plates of the centre's trucks, also of those that stay at home. */
export const plates = signal<ReadonlyMap<string, string>>(new Map());
let platesOf = "";

export async function readPlates(plan: Plan): Promise<void> {
  if (platesOf === plan.centre.ref) return;
  platesOf = plan.centre.ref;
  const found = await call<Vehicle[]>(`/api/v1/vehicles?centre=${encodeURIComponent(plan.centre.ref)}`).catch(() => []);
  plates.value = new Map(found.map((one) => [one.ref, one.plate]));
}

/** What people call a truck. */
export function truckName(plan: Plan, ref: string): string {
  return plan.routes.find((route) => route.vehicle.ref === ref)?.vehicle.plate || plates.value.get(ref) || ref;
}
