/**
 * The JSON of the HTTP API, under the names that the pages use: aliases of the types that `npm run types` generates
 * from docs/openapi.json. Where the document leaves an object open, its shape is written here or, for studies, in
 * planner/coverage/types.ts. Times are seconds after `Plan.start`.
 */
import type * as Api from "../generated/api.d.ts";

/** A generated type with some fields typed more narrowly; a field that the API does not have does not compile. */
export type Narrow<
  T,
  N extends { [K in keyof N]: K extends keyof T ? (N[K] extends T[K] ? N[K] : never) : never },
> = Omit<T, keyof N> & N;

export type Fault = Api.FaultOut;
export type Role = Api.PersonOut["role"];
export type Amounts = Api.CapacityOut;

// The network and the fleet
export type Centre = Api.CentreOut;
export type Site = Api.SiteOut;
export type Closure = Api.ClosureOut;
export type Vehicle = Api.VehicleDetailOut;
export type VehicleSize = keyof Api.VehicleSizeOut;
export type Driver = Api.DriverPersonOut;
export type FleetCatalogue = Api.FleetWordsOut;
export type DayOff = Api.DayOffOut;
export type RoadNetwork = Api.NetworkOut;
export type RoadImport = Narrow<Api.RoadImportOut, { state: "running" | "done" | "failed" }>;

// Requests
export type PickupRequest = Api.RequestOut;
export type Item = Api.ItemOut;
export type RequestItem = Api.RequestItemOut;
export type Material = Api.MaterialOut;
export type RecurringItem = Pick<RequestItem, "material" | "quantity" | "condition" | "kg" | "litres" | "packing">;
export type RecurringRequest = Narrow<Api.StandingOut, { items: RecurringItem[] }>;
export type RowFault = Api.RowFaultOut;
export type ImportResult = Api.ImportOut;
export type ImportColumn = Api.ImportColumnOut;
export type ImportPreview = Api.PreviewOut;

// A day and its plans
export type Today = Api.TodayOut;
export type FirstSteps = Api.FirstStepsOut;
export type PlanStatus = Api.PlanOut["status"];
export type Phase = "queued" | "roads" | "matrix" | "first" | "improving" | "checking" | "done";

export type Figures = {
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
};

export type PlanSummary = Narrow<Api.PlanSummary, { figures: Partial<Figures> | null }>;

export type VisitKind = "depot" | "collect" | "pickup" | "deliver" | "unload" | "rest" | "break" | "charge";
export type VisitStatus = Api.VisitOut["status"];
export type Visit = Narrow<Api.VisitOut, { kind: VisitKind }>;
export type Route = Narrow<Api.RouteOut, { visits: Visit[] }>;

/** Amounts that explain a code: numbers with a unit in the key, names, yes or no. */
export type Details = Record<string, string | number | boolean | null | undefined>;
export type Unassigned = Narrow<Api.UnassignedOut, { details: Details; relaxation: Details }>;
export type UnassignedGroup = Api.UnassignedOut["group"];
export type Violation = Api.ViolationOut;
export type Locks = Api.LocksOut;

/** What a plan for the rest of a day takes over from the published one. */
export type Continued = { from_s: number; out: string[]; reasons: string[]; most_moved: number | null };

export type Plan = Omit<
  Narrow<
    Api.PlanOut,
    { phase: Phase; figures: Figures | null; continues: Continued | null; routes: Route[]; unassigned: Unassigned[] }
  >,
  "error"
> & { error: Fault | { faults: Fault[] } | null };

/** How far planning is, from the plan's event stream. */
export type Progress = {
  phase: Phase;
  percent: number;
  cost: number | null;
  served: number | null;
  tasks: number | null;
  seconds_left: number | null;
  at: number;
};

/** A driver's report, from the list or the plan's event stream. */
export type ReportEvent = Omit<Api.EventOut, "id" | "note"> & { id: string | number };

// Changes by hand
export type Offer = Api.OfferOut;
export type Offers = Api.OffersOut;
export type EditKind = Api.EditIn["kind"];
/** One change. `position` counts the truck's stops before it, the stop itself left out. */
export type Edit = {
  [K in Exclude<keyof Api.EditIn, "revision" | "kind">]?: NonNullable<Api.EditIn[K]>;
} & { kind: EditKind };
export type Edited = Narrow<Api.EditedOut, { figures: Figures; routes: Route[]; unassigned: Unassigned[] }>;
export type HistoryStep = Narrow<Api.HistoryOut, { edit: Partial<Edit> }>;

// What a plan changes against another
export type MovedStop = Api.MovedOut;
export type RouteChange = Api.RouteChangeOut;
export type Changes = Narrow<Api.ChangesOut, { figures: [Partial<Figures>, Partial<Figures>] }>;

// Studies of coverage: what the document leaves open is in planner/coverage/types.ts
export type StudySummary = Api.StudySummary;

// Administration
export type Person = Api.PersonOut;
export type Organisation = Api.OrganisationSettings;
export type ApiKey = Api.KeyOut;
export type SignInSession = Api.SessionOut;
export type System = Api.SystemOut;
export type AuditEntry = Api.AuditOut;
