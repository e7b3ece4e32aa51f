import type { Vehicle } from "../../api/types.ts";

export const FIGURES = [
  "capacity_kg",
  "capacity_l",
  "mass_t",
  "height_m",
  "width_m",
  "length_m",
  "axleload_t",
  "cost_fixed",
  "cost_per_km",
  "cost_per_h",
] as const;

type FigureName = (typeof FIGURES)[number];

/** A truck as it is sent: the whole of it. */
export function truckBody(truck: Vehicle): Record<string, unknown> {
  return {
    ref: truck.ref,
    plate: truck.plate,
    class: truck.class,
    centre: truck.centre,
    shift: truck.shift,
    overtime_s: truck.overtime_s,
    breaks: truck.breaks,
    skills: truck.own_skills,
    valid_until: truck.valid_until,
    driver: truck.driver_ref,
    cost_per_overtime_h: truck.cost_per_overtime_h,
    ...figuresOf(truck),
  };
}

export function figuresOf(truck: Vehicle): Record<FigureName, number | null> {
  return {
    capacity_kg: truck.capacity.kg,
    capacity_l: truck.capacity.l,
    ...truck.size,
    cost_fixed: truck.cost_fixed,
    cost_per_km: truck.cost_per_km,
    cost_per_h: truck.cost_per_h,
  };
}
