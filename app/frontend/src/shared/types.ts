/** The JSON of the HTTP API, version 1 (docs/explanation/architecture.md). Times are seconds after `Plan.start`. */

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
  /** What the day can be planned without, and should be known. */
  notices: Fault[];
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
  /** What could not be planned as it was entered, and why. */
  faults?: Fault[];
}

export interface PlanSummary {
  id: string;
  status: PlanStatus;
  version: number;
  created_at: string;
  published_at?: string | null;
  figures: Partial<Figures> | null;
  based_on?: string | null;
  label?: string;
}

export interface Visit {
  id: number;
  position: number;
  kind: VisitKind;
  task?: string | null;
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
  task?: string | null;
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
  created_at: string;
  published_at?: string | null;
  figures: Figures | null;
  methods: Readonly<Record<string, string>>;
  methods_zh: Readonly<Record<string, string>>;
  revision: number;
  can_undo: boolean;
  can_redo: boolean;
  based_on: string | null;
  label: string;
  continues: { from_s: number; out: string[]; reasons: string[]; most_moved: number | null } | null;
  locks: Locks;
  violations: Violation[];
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

/** A rule that a plan breaks as it stands, and by how much (R3xx). */
export interface Violation {
  code: string;
  rule: string;
  vehicle: string | null;
  task: string | null;
  amount: number;
  unit: string;
  message: string;
}

/** What people want kept: whole routes by truck, stops on their truck, tasks left out, tasks that must be served. */
export interface Locks {
  routes: string[];
  stops: Readonly<Record<string, string>>;
  excluded: string[];
  forced: string[];
}

/** The best place for a stop on one truck, what it adds, and what it would break there. */
export interface Offer {
  vehicle: string;
  position: number;
  extra_cost: number;
  extra_m: number;
  extra_s: number;
  violations: Violation[];
}

export interface Offers {
  task: string;
  here: Offer | null;
  offers: Offer[];
}

export type EditKind =
  | "move"
  | "insert"
  | "remove"
  | "reverse"
  | "swap"
  | "reorder"
  | "lock_route"
  | "unlock_route"
  | "pin"
  | "unpin"
  | "exclude"
  | "include"
  | "force"
  | "unforce";

/** One change by hand. `position` counts the truck's stops before it, the stop itself left out. */
export interface Edit {
  kind: EditKind;
  task?: string;
  vehicle?: string;
  other?: string;
  position?: number;
  tasks?: string[];
}

/** What a change did: the routes that changed, and what is the plan's as a whole. */
export interface Edited {
  id: string;
  revision: number;
  can_undo: boolean;
  can_redo: boolean;
  figures: Figures;
  violations: Violation[];
  locks: Locks;
  routes: Route[];
  dropped_routes: number[];
  unassigned: LeftOut[];
}

export interface HistoryStep {
  number: number;
  edit: Partial<Edit>;
  by: string | null;
  at: string;
  current: boolean;
}

export interface MovedStop {
  task: string;
  request: string | null;
  vehicle: string | null;
}

/** What changed for one truck and its driver. */
export interface RouteChange {
  vehicle: string;
  plate: string;
  driver: string | null;
  added: MovedStop[];
  removed: MovedStop[];
  reordered: boolean;
  retimed: { task: string; request: string | null; before_s: number; after_s: number }[];
  leaves_s: [number | null, number | null];
  back_s: [number | null, number | null];
}

export interface Changes {
  plan_id: string;
  against: string;
  cost: [number, number];
  figures: [Partial<Figures>, Partial<Figures>];
  served: MovedStop[];
  left_out: MovedStop[];
  routes: RouteChange[];
}
