import type { Answer, ReportKind, StoredReport } from "./types.ts";

/** The server takes at most 500 at once; fewer are lost to a torn connection. */
export const BATCH = 50;
const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 60_000;

/** What the server is sent: nothing but the fields it knows. */
export interface SentReport {
  id: string;
  visit: number | null;
  kind: string;
  reason: string | null;
  kg: number | null;
  at: string;
}

/** The next reports to send, in the order in which they happened. */
export function nextBatch(reports: readonly StoredReport[], size = BATCH): SentReport[] {
  return inOrder(reports.filter((report) => report.state === "kept"))
    .slice(0, size)
    .map(({ id, visit, kind, reason, kg, at }) => ({ id, visit, kind, reason, kg, at }));
}

/** In the order of the phone's clock; of the same moment, as they were written. */
export function inOrder<T extends { at: string }>(reports: readonly T[]): T[] {
  return reports
    .map((report, index) => ({ report, index }))
    .sort((a, b) => Date.parse(a.report.at) - Date.parse(b.report.at) || a.index - b.index)
    .map(({ report }) => report);
}

/** Reports changed by an answer. What the answer does not name stays kept and is sent again. */
export function changedBy(reports: readonly StoredReport[], answer: Answer, now: string): StoredReport[] {
  const received = new Set(answer.received);
  const refused = new Map(answer.refused.map((one) => [one.id, one.faults]));
  return reports.flatMap((report): StoredReport[] => {
    if (report.state !== "kept") return [];
    if (received.has(report.id)) return [{ ...report, state: "received", received_at: now, faults: [] }];
    const faults = refused.get(report.id);
    return faults ? [{ ...report, state: "refused", faults }] : [];
  });
}

/** How long to wait before trying again after so many failures in a row. */
export function wait_ms(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
}

/** An id no other phone makes; `randomUUID` is missing where the page came without TLS. */
export function newId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  return [...fill(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A report of this moment, not yet sent. */
export function newReport(
  token: string,
  visit: number | null,
  kind: ReportKind,
  { reason = null, kg = null }: { reason?: string | null; kg?: number | null } = {},
): StoredReport {
  return {
    id: newId((bytes) => crypto.getRandomValues(bytes)),
    token,
    visit,
    kind,
    reason,
    kg,
    at: new Date().toISOString(),
    state: "kept",
    received_at: null,
    faults: [],
  };
}
