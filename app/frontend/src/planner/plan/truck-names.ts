import { signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Plan, Vehicle } from "../../api/types.ts";

export type TruckNames = ReturnType<typeof createTruckNames>;

/** Plates of a centre's trucks, also of those without a route in the plan. */
export function createTruckNames() {
  const plates = signal<ReadonlyMap<string, string>>(new Map());
  let readFor = "";

  /** Read the plates of the plan's centre, once. */
  async function readPlates(plan: Plan): Promise<void> {
    if (readFor === plan.centre.ref) return;
    readFor = plan.centre.ref;
    const found = await call<Vehicle[]>(`/api/v1/vehicles?centre=${encodeURIComponent(plan.centre.ref)}`).catch(
      () => [],
    );
    plates.value = new Map(found.map((one) => [one.ref, one.plate]));
  }

  /** A truck's plate; its reference where none is known. */
  function truckName(plan: Plan, ref: string): string {
    return plan.routes.find((route) => route.vehicle.ref === ref)?.vehicle.plate || plates.value.get(ref) || ref;
  }

  return { readPlates, truckName };
}

export const TruckNamesContext = createContext<TruckNames | null>(null);

export function useTruckNames(): TruckNames {
  const names = useContext(TruckNamesContext);
  if (!names) throw new Error("No truck names: main.tsx provides them");
  return names;
}
