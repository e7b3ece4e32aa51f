import { computed, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { ApiError, call } from "../api/client.ts";
import { nextStop, statesOf } from "./flow.ts";
import { inHand, namesFrom } from "./new-version.ts";
import { keepForOffline } from "./offline.ts";
import { changedBy, newReport, nextBatch, wait_ms } from "./queue.ts";
import { readNotice, rememberNotice } from "./read-notice.ts";
import { openStore, type Store } from "./store.ts";
import type { Answer, Day, ReportKind, StoredReport } from "./types.ts";

const LOOK_MS = 120_000;

export type DriverSession = ReturnType<typeof createDriverSession>;

/** The driver's day, and the reports that are stored on the phone until the server has received them. */
export function createDriverSession(token: string) {
  const path = `/d/${encodeURIComponent(token)}`;
  const day = signal<Day | null>(null);
  /** A newer version of the day, held back while a stop is in progress. */
  const coming = signal<Day | null>(null);
  /** The plan whose changes the driver has read. */
  const read = signal("");
  const fetchedAt = signal<string | null>(null);
  const reports = signal<readonly StoredReport[]>([]);
  const online = signal(navigator.onLine);
  const sending = signal(false);
  const storageRefused = signal(false);
  /** The link was replaced or has ended: the stored day stays readable, nothing can be reported. */
  const linkEnded = signal(false);
  const openFault = signal<unknown>(null);
  const ready = signal(false);

  const unsent = computed(() => reports.value.filter((report) => report.state === "kept"));
  const refused = computed(() => reports.value.filter((report) => report.state === "refused"));
  const lastSent = computed(() => {
    const times = reports.value.map((report) => report.received_at).filter((at) => at !== null);
    return times.sort().at(-1) ?? null;
  });
  const states = computed(() => statesOf(day.value?.route.visits ?? [], reports.value));
  const next = computed(() => (day.value ? nextStop(day.value.route.visits, states.value) : null));

  const store: Promise<Store> = openStore(() => {
    storageRefused.value = true;
  });
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Open the day: from the phone at once if it is there, from the server as soon as it answers. */
  async function open(): Promise<void> {
    const kept = await (await store).readDay(token);
    if (kept) {
      day.value = kept.day;
      fetchedAt.value = kept.fetched_at;
    }
    reports.value = await (await store).readReports(token);
    listen();
    read.value = readNotice();
    await refresh();
    ready.value = true;
    void keepForOffline(path, day.value).catch(() => {
      storageRefused.value = true;
    });
    if (day.value && !reports.value.some((one) => one.kind === "opened")) await report(null, "opened");
    void send();
  }

  /** Send and refresh when the connection or the page comes back, and refresh now and then. */
  function listen(): void {
    addEventListener("online", () => {
      online.value = true;
      failures = 0;
      void send();
    });
    addEventListener("offline", () => {
      online.value = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      void send();
      void refresh();
    });
    setInterval(() => {
      if (online.value && document.visibilityState === "visible") void refresh();
    }, LOOK_MS);
  }

  /** Ask the server for the day; what is on the phone stays when there is no answer. */
  async function refresh(): Promise<void> {
    try {
      const fresh = await call<Day>(`${path}/day.json`);
      online.value = true;
      linkEnded.value = false;
      const current = day.value;
      const replaced = current !== null && current.plan.id !== fresh.plan.id;
      const named = replaced ? namesFrom(current, fresh) : withNames(fresh, current);
      // A stop in progress never changes: a new version waits until it is done, and the office knows it.
      if (replaced && (unsent.value.length || inHand(current.route.visits, states.value))) coming.value = named;
      else await adopt(named);
    } catch (error) {
      if (error instanceof ApiError && (error.status === 410 || error.status === 404)) linkEnded.value = true;
      if (!(error instanceof ApiError)) online.value = false;
      if (!day.value) openFault.value = error;
    }
  }

  async function adopt(fresh: Day): Promise<void> {
    const at = new Date().toISOString();
    coming.value = null;
    day.value = fresh;
    fetchedAt.value = at;
    await (await store).keepDay(token, fresh, at);
  }

  /** The driver has read what a plan changed. */
  function haveRead(plan: string): void {
    read.value = plan;
    rememberNotice(plan);
  }

  /** Store a report on the phone first, then try to send it. */
  async function report(
    visit: number | null,
    kind: ReportKind,
    extra: { reason?: string; kg?: number | null } = {},
  ): Promise<void> {
    const made = newReport(token, visit, kind, extra);
    await (await store).keepReports([made]);
    reports.value = [...reports.value, made];
    failures = 0;
    void send();
  }

  /** Send what is stored, batch by batch, until all of it is received or an attempt fails; then again later. */
  async function send(): Promise<void> {
    if (sending.value || linkEnded.value) return;
    clearTimeout(timer);
    sending.value = true;
    try {
      for (let batch = nextBatch(reports.value); batch.length; batch = nextBatch(reports.value)) {
        const answer = await post(batch);
        const changed = changedBy(reports.value, answer, new Date().toISOString());
        if (!changed.length) throw new Error("The server named none of the reports it was sent");
        await take(changed, answer);
      }
      failures = 0;
      if (coming.value && !inHand(day.value?.route.visits ?? [], states.value)) await refresh();
    } catch (error) {
      failures += 1;
      if (error instanceof ApiError && error.status === 410) linkEnded.value = true;
      else timer = setTimeout(() => void send(), wait_ms(failures));
    } finally {
      sending.value = false;
    }
  }

  async function post(batch: readonly unknown[]): Promise<Answer> {
    try {
      const answer = await call<Answer>(`${path}/events`, { method: "POST", body: { events: batch } });
      online.value = true;
      return answer;
    } catch (error) {
      // 422: not one could be stored; the body still says which and why.
      if (error instanceof ApiError && error.status === 422 && isAnswer(error.body)) return error.body;
      if (!(error instanceof ApiError)) online.value = false;
      throw error;
    }
  }

  /** Take over what the server said about a batch. */
  async function take(changed: readonly StoredReport[], answer: Answer): Promise<void> {
    const byId = new Map(changed.map((one) => [one.id, one]));
    await (await store).keepReports(changed);
    reports.value = reports.value.map((one) => byId.get(one.id) ?? one);
    const current = day.value;
    if (!current || !answer.visits?.length) return;
    day.value = withStates(current, answer);
    if (fetchedAt.value) await (await store).keepDay(token, day.value, fetchedAt.value);
  }

  return {
    day,
    coming,
    read,
    fetchedAt,
    reports,
    online,
    sending,
    storageRefused,
    linkEnded,
    openFault,
    ready,
    unsent,
    refused,
    lastSent,
    states,
    next,
    open,
    refresh,
    haveRead,
    report,
    send,
  };
}

/** Asked again, the same version keeps the names that the phone added to its notice. */
function withNames(fresh: Day, current: Day | null): Day {
  const names = current?.notice?.names;
  return fresh.notice && names ? { ...fresh, notice: { ...fresh.notice, names } } : fresh;
}

function withStates(day: Day, { visits }: Answer): Day {
  const said = new Map(visits.map((one) => [one.id, one]));
  const updated = day.route.visits.map((visit) => {
    const state = said.get(visit.id);
    return state ? { ...visit, status: state.status, reason: state.reason } : visit;
  });
  return { ...day, route: { ...day.route, visits: updated } };
}

function isAnswer(body: unknown): body is Answer {
  return typeof body === "object" && body !== null && "refused" in body && "received" in body;
}

export const DriverContext = createContext<DriverSession | null>(null);

export function useDriver(): DriverSession {
  const session = useContext(DriverContext);
  if (!session) throw new Error("No driver session: main.tsx provides it");
  return session;
}
