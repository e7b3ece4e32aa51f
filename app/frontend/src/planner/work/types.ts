import type { Amounts, Fault, Item, PickupRequest } from "../../shared/types.ts";

/** The JSON of the API that the pages of the day's work ask for. */

export interface RequestLine extends Item {
  material: string;
  kg: number;
  litres: number;
  packing: string;
}

export interface WorkRequest extends PickupRequest {
  centre: string;
  date: string;
  site: string | null;
  address: string;
  hazard: string | null;
  mandatory: boolean;
  note: string;
  items: RequestLine[];
}

/** A pickup repeated weekly, as it is sent and told; `last` null holds until further notice. */
export interface Standing {
  ref: string;
  centre: string;
  site: string | null;
  name: string;
  lon: number;
  lat: number;
  address: string;
  /** 0 Monday to 6 Sunday. */
  weekdays: number[];
  every_weeks: number;
  first: string;
  last: string | null;
  windows: [number, number][];
  priority: number;
  mandatory: boolean;
  note: string;
  items: Omit<RequestLine, "name_zh" | "name_en">[];
}

export interface Material {
  ref: string;
  name_zh: string;
  name_en: string;
  load_type: string;
  unit_kg: number;
}

export interface WorkSite {
  ref: string;
  kind: string;
  name_zh: string;
  name_en: string;
  lon: number;
  lat: number;
  address: string;
  windows: [number, number][];
  accepts: string[] | null;
  unload_s: number;
  max_mass_t: number | null;
  max_height_m: number | null;
  network: string | null;
  plan_at_s: number | null;
  centre: string | null;
  retired: boolean;
}

export interface WorkVehicle {
  ref: string;
  plate: string;
  class: string;
  centre: string;
  capacity: Amounts;
  shift: [number, number];
  overtime_s: number;
  breaks: unknown[];
  own_skills: string[];
  valid_until: Record<string, string>;
  size: Record<Size, number | null>;
  cost_fixed: number;
  cost_per_km: number;
  cost_per_h: number;
  cost_per_overtime_h: number;
  driver: { name: string } | null;
  driver_ref: string | null;
  retired: boolean;
}

export type Size = "mass_t" | "height_m" | "width_m" | "length_m" | "axleload_t";

export interface WorkDriver {
  ref: string;
  name: string;
  phone: string;
  skills: string[];
  valid_until: Record<string, string>;
  /** 0 Monday to 6 Sunday. */
  weekdays: number[];
  /** null for the hours of the truck. */
  shift: [number, number] | null;
  retired: boolean;
}

export interface FleetWords {
  classes: { ref: string; name_zh: string; name_en: string; capacity: Amounts }[];
  skills: string[];
}

export interface DayOff {
  id: number;
  centre: string | null;
  vehicle: string | null;
  driver: string | null;
  first: string;
  last: string;
  weekday: number | null;
  note: string;
}

export interface RoadNetwork {
  name: string;
  length_km: number;
  /** West, south, east, north. */
  bbox: [number, number, number, number];
  synthetic: boolean;
  imported_at: string;
  centres: string[];
}

export interface RoadImport {
  id: string;
  name: string;
  state: "running" | "done" | "failed";
  phase: string;
  faults: Fault[];
}

export interface RowFault extends Fault {
  row: number;
  column: string;
  given: string;
  lon: number | null;
  lat: number | null;
}

export interface ImportResult {
  imported: number;
  updated: number;
  unchanged: number;
  faults: RowFault[];
  doubts: RowFault[];
  /** Of the requests that are kept, in order. */
  days: string[];
}

export interface ImportColumn {
  key: string;
  title_zh: string;
  title_en: string;
  expects_zh: string;
  expects_en: string;
  required: boolean;
  header: number | null;
}

export interface ImportPreview {
  sheets: string[];
  headers: string[];
  columns: ImportColumn[];
  rows: number;
  first_rows: { row: number; cells: string[] }[];
  header_faults: Fault[];
  result: ImportResult;
  spots: { row: number; lon: number; lat: number }[];
}
