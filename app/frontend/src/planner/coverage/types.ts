import type { Fault, Narrow } from "../../api/types.ts";
import type { ScenarioOut, StepOut, StudyOut } from "../../generated/api.d.ts";

/** Shapes of a study that the API document leaves open, and what is read from them. */

export type Model = "set_cover" | "max_cover" | "p_median" | "p_center";
export type ScenarioStatus = "queued" | "running" | "solved" | "failed" | "cancelled";
export type Measure = "duration_s" | "distance_m";

export type Question = {
  model: Model;
  radius?: number;
  p?: number;
  stages?: number[];
  stage_years?: number[];
  keep_existing?: boolean;
  collection?: Collection;
};

/** How points would be emptied; what is left out is as the centre's own trucks do it. */
export type Collection = {
  trucks?: number;
  container_kg?: number;
  weekdays?: number[];
  weeks?: number;
  seconds?: number;
};

export type CoverageFigures = {
  points?: number;
  covered?: number;
  within?: number;
  worst?: number | null;
  mean?: number | null;
  unreachable?: number;
  fixed?: number;
  cost_per_tonne?: number | null;
  km_per_week?: number;
  co2_kg_per_week?: number;
  share_fetched?: number;
  not_fetched?: number;
  gap?: number | null;
  status?: string;
};

export type Band = {
  places: number[];
  weight: number[];
  worst: number | null;
};

export type Reach = {
  limits: number[];
  all: Band;
  groups?: Record<string, Band>;
};

/** Points open by a stage of an answer in stages, and how far everybody is then. */
export type Stage = {
  p: number;
  year?: number;
  open: number[];
  figures: CoverageFigures;
};

export type Answer = {
  status: "optimal" | "feasible" | "infeasible";
  open: number[];
  gap: number | null;
  reason?: string;
  code?: string;
  least_radius?: number;
  nearest?: (number | null)[];
  reach?: Reach;
  curve?: CurvePoint[];
  pricing?: Pricing;
  stages?: Stage[];
};

export type CurvePoint = {
  p: number;
  share: number;
  cost_per_tonne?: number | null;
};

/** What trucks do and cost in a week. */
export type Week = {
  points: number;
  kg: number;
  cost: number;
  km: number;
  co2_kg: number;
  hours: number;
  cost_per_tonne: number | null;
};

export type PricedChoice = {
  name: string;
  points: number;
  share_fetched: number;
  cost_per_tonne: number | null;
  cost_per_week: number;
  week: Week;
  by_county: Record<string, Week>;
  left_out: { point: string; code: string; reason: string }[];
};

/** Choices priced by calendars with real routes, the answer's own first; or why they could not be. */
export type Pricing = {
  terms: { vehicle_class: string; trucks: number; weeks: number };
  fault?: Fault;
  method?: Record<string, string>;
  alternatives?: PricedChoice[];
  stages?: { alternative: number | null }[];
  cheapest?: number | null;
};

export type ScenarioSummary = Omit<Scenario, "answer">;

export type Scenario = Narrow<
  ScenarioOut,
  { question: Question; status: ScenarioStatus; figures: CoverageFigures; answer: Answer | null }
>;

export type Content = {
  places: [number, number][];
  weights: number[];
  names: string[];
  groups: string[];
  candidates?: [number, number][];
  site_names?: string[];
  existing?: number[];
};

export type Study = Narrow<StudyOut, { measure: Measure; content: Content; scenarios: ScenarioSummary[] }>;

/** Points as they are open now, and who is how far: an answer, one of its stages (from 0), or set by hand. */
export interface Shown {
  stage?: number;
  open: number[];
  moved: Record<number, [number, number]>;
  figures: CoverageFigures;
  nearest: (number | null)[];
  reach: Reach | null;
}

export type Step = Narrow<StepOut, { what: "create" | "keep" | "close" }>;

/** "A", "B", … "Z", "AA" of a scenario's number. */
export function letter(number: number): string {
  return (
    (number > 26 ? String.fromCharCode(64 + Math.floor((number - 1) / 26)) : "") +
    String.fromCharCode(65 + ((number - 1) % 26))
  );
}

/** Column → the stage, from 0, in which it is open for the first time. */
export function openedIn(answer: Answer | null | undefined): Map<number, number> {
  const found = new Map<number, number>();
  for (const [number, stage] of (answer?.stages ?? []).entries()) {
    for (const column of stage.open) if (!found.has(column)) found.set(column, number);
  }
  return found;
}

export function pointsOf(content: Content): [number, number][] {
  return content.candidates ?? content.places;
}

export function pointName(content: Content, column: number): string {
  return (content.site_names ?? content.names)[column] || String(column + 1);
}

/** Index of the band that a way falls into: 0, 1, 2, 3 beyond the last limit, 4 without a way. */
export function bandOf(way: number | null, limits: readonly number[]): number {
  if (way === null) return limits.length + 1;
  const found = limits.findIndex((limit) => way <= limit);
  return found < 0 ? limits.length : found;
}
