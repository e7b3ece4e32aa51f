import type { Centre, Fault, Plan, Route, RouteChange, Visit, VisitStatus } from "../api/types.ts";

/** `day.json` (not in the API document): all that a shift needs without signal. */
export interface Day {
  plan: Pick<Plan, "id" | "version" | "status" | "published_at" | "synthetic">;
  centre: Centre;
  date: string;
  start: string;
  network: string;
  expires_at: string;
  bounds: readonly [number, number, number, number];
  route: Omit<Route, "visits"> & { visits: DriverVisit[] };
  notice: Notice | null;
}

/** What this plan changed for the driver; `names` are those of stops that the phone knew from the plan before. */
export type Notice = RouteChange & { since_version: number; names?: Readonly<Record<string, string>> };

export type DriverVisit = Visit & {
  phone?: string | null;
  navigation: Readonly<Record<"amap" | "baidu" | "tencent" | "geo", string>> | null;
};

export type ReportKind = "arrived" | "done" | "failed" | "undo" | "opened";

/** A report as it is stored on the phone. */
export interface StoredReport {
  id: string;
  token: string;
  visit: number | null;
  kind: ReportKind;
  reason: string | null;
  kg: number | null;
  at: string;
  state: "kept" | "received" | "refused";
  received_at: string | null;
  faults: readonly Fault[];
}

/** Answer to a batch of reports. */
export interface Answer {
  received: string[];
  refused: { id: string; faults: Fault[] }[];
  visits: { id: number; status: VisitStatus; reason: string | null }[];
}
