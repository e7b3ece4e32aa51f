import type { Centre, Fault, Route, RouteChange, Visit, VisitStatus } from "../shared/types.ts";

/** `day.json`: all that a shift needs without signal. */
export interface Day {
  plan: { id: string; version: number; status: string; published_at: string | null; synthetic: boolean };
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

export interface DriverVisit extends Visit {
  note?: string | null;
  navigation: Readonly<Record<"amap" | "baidu" | "tencent" | "geo", string>> | null;
}

export type ReportKind = "arrived" | "done" | "failed" | "undo" | "opened";

/** A report as it is kept on the phone. */
export interface KeptReport {
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
