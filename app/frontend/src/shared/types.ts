/** The JSON of the HTTP API, version 1 (docs/architecture.md). Times are seconds after `Plan.start`. */

export type Role = "dispatcher" | "viewer" | "planner" | "administrator" | "driver";
export type PlanStatus = "queued" | "running" | "planned" | "published" | "failed" | "cancelled";
export type Phase = "queued" | "roads" | "matrix" | "first" | "improving" | "checking" | "done";
export type VisitKind = "depot" | "collect" | "pickup" | "deliver" | "unload" | "rest" | "break" | "charge";
export type VisitStatus = "todo" | "arrived" | "done" | "failed";
export type OutGroup = "no_truck_can" | "did_not_fit" | "needs_correcting";
export type Details = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Fault {
  code: string;
  cause: string;
  action: string;
  where?: string;
}

export interface Centre {
  ref: string;
  name_zh: string;
  name_en: string;
  lon: number;
  lat: number;
  network?: string;
  accepts?: string[];
  synthetic?: boolean;
}

export interface Site {
  ref: string;
  kind: string;
  name_zh: string;
  name_en: string;
  lon: number;
  lat: number;
}

export interface Amounts {
  kg: number;
  l: number;
}

/** A piece of road closed, slowed or limited; `from` and `to` are instants, null for open-ended. */
export interface Closure {
  id: string;
  kind: "closed" | "slowed" | "limited";
  from: string | null;
  to: string | null;
  note: string;
  lines: [number, number][][];
}

export interface Item {
  material?: string;
  name_zh: string;
  name_en: string;
  quantity: number;
  condition: string;
}

export interface PickupRequest {
  ref: string;
  name: string;
  lon: number | null;
  lat: number | null;
  status: string;
  windows: [number, number][];
  kg: number;
  litres: number;
  load_type: string | null;
  items: Item[];
  priority: number | string | null;
  snap_m: number | null;
}

export interface FleetVehicle {
  ref: string;
  plate: string;
  class: string;
  capacity: Amounts;
  shift: [number, number] | null;
  skills: string[];
  profile: string;
  driver: string | { name: string } | null;
}

export interface Today {
  requested: number;
  planned: number;
  left_out: number;
  late: number;
  received_kg: number;
  plan_id: string | null;
  next_action: string;
  missing: Fault[];
}

export interface Figures {
  tasks: number;
  served: number;
  unassigned: number;
  routes: number;
  distance_m: number;
  duration_s: number;
  cost: number;
  currency: string;
  co2_kg: number;
  kg: number;
  violations: number;
  seconds: number;
  closures?: number;
}

export interface PlanSummary {
  id: string;
  status: PlanStatus;
  version: number;
  created_at: string;
  figures: Partial<Figures> | null;
}

export interface Visit {
  id: number;
  position: number;
  kind: VisitKind;
  request?: string | null;
  name: string | null;
  lon: number | null;
  lat: number | null;
  arrival_s: number | null;
  start_s: number | null;
  departure_s: number | null;
  window?: [number, number] | null;
  windows?: [number, number][];
  load?: Amounts | null;
  kg?: number | null;
  litres?: number | null;
  load_type?: string | null;
  items?: Item[];
  hazard?: string | null;
  phone?: string | null;
  address?: string | null;
  status: VisitStatus;
  reason?: string | null;
}

export interface Route {
  id: number;
  number: number;
  vehicle: { ref: string; plate: string; class: string; capacity: Amounts };
  driver: { name: string } | null;
  driver_url: string | null;
  cost: number;
  distance_m: number;
  duration_s: number;
  driving_s: number;
  waiting_s: number;
  load_percent: number;
  shift: [number, number];
  geometry: string;
  visits: Visit[];
}

export interface LeftOut {
  request: string;
  name: string;
  lon: number | null;
  lat: number | null;
  code: string;
  reason: string;
  details: Details | null;
  relaxation: Details | null;
  group: OutGroup;
}

export interface Plan {
  id: string;
  status: PlanStatus;
  phase: Phase;
  centre: Centre;
  date: string;
  start: string;
  network: string;
  synthetic: boolean;
  version: number;
  created_at?: string;
  published_at?: string | null;
  figures: Figures | null;
  methods: Readonly<Record<string, string>>;
  methods_zh: Readonly<Record<string, string>>;
  error: Fault | { faults: Fault[] } | null;
  routes: Route[];
  unassigned: LeftOut[];
}

export interface Progress {
  phase: Phase;
  percent: number;
  cost: number | null;
  served: number | null;
  tasks: number | null;
  seconds_left: number | null;
  at: number;
}

export interface ReportEvent {
  id: string | number;
  route: number;
  visit: number | null;
  kind: string;
  reason: string | null;
  at: string;
  received_at: string;
  kg: number | null;
}
