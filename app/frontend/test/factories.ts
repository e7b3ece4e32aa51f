import type { Plan, Route, Visit } from "../src/api/types.ts";

/** A stop of a plan made for a test; its task is `t<id>`. */
export function stop(id: number, more: Partial<Visit> = {}): Visit {
  return {
    id,
    position: id,
    kind: "collect",
    task: `t${id}`,
    request: null,
    name: `stop ${id}`,
    address: null,
    note: null,
    lon: 0,
    lat: 0,
    arrival_s: id * 600,
    start_s: id * 600,
    departure_s: id * 600 + 300,
    window: null,
    windows: [],
    load: null,
    kg: null,
    litres: null,
    load_type: null,
    items: [],
    hazard: null,
    status: "todo",
    reason: null,
    ...more,
  };
}

const DEPOT: Partial<Visit> = { kind: "depot", task: null, name: null };

/** A truck's route through stops of these ids, from the depot and back. */
export function route(number: number, ref: string, ids: readonly number[]): Route {
  const visits = [stop(number * 1000, DEPOT), ...ids.map((id) => stop(id)), stop(number * 1000 + 999, DEPOT)];
  return {
    id: number,
    number,
    vehicle: { ref, plate: `plate ${ref}`, class: "van", capacity: { kg: 1000, l: 1000 } },
    driver: null,
    driver_url: null,
    cost: 10,
    distance_m: 1000,
    duration_s: 3600,
    driving_s: 1800,
    waiting_s: 0,
    co2_kg: 0,
    load_percent: 50,
    shift: [0, 36000],
    geometry: "line",
    visits,
  };
}

/** A draft of these routes. */
export function draft(routes: Route[], more: Partial<Plan> = {}): Plan {
  return {
    id: "p",
    status: "planned",
    phase: "done",
    centre: { ref: "c", name_zh: "", name_en: "", lon: 0, lat: 0, network: null, accepts: null, synthetic: true },
    date: "2026-03-02",
    start: "2026-03-02T00:00:00+08:00",
    network: "n",
    synthetic: true,
    version: 0,
    created_at: "2026-03-02T00:00:00Z",
    published_at: null,
    figures: null,
    methods: {},
    methods_zh: {},
    revision: 0,
    can_undo: false,
    can_redo: false,
    based_on: null,
    label: "",
    continues: null,
    locks: { routes: [], stops: {}, excluded: [], forced: [] },
    violations: [],
    error: null,
    routes,
    unassigned: [],
    ...more,
  };
}

export function tasksOf(plan: Plan, ref: string): (string | null | undefined)[] {
  return (
    plan.routes
      .find((one) => one.vehicle.ref === ref)
      ?.visits.filter((visit) => visit.task)
      .map((visit) => visit.task) ?? []
  );
}
