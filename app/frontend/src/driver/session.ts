import { computed, signal } from "@preact/signals";
import { ApiError, call } from "../api/client.ts";
import { type DriverBootstrap, readBootstrap } from "../shared/bootstrap.ts";
import { Format } from "../shared/format.ts";
import { language } from "../shared/language.ts";
import { tilesFor } from "./day-tiles.ts";
import { nextStop, statesOf } from "./flow.ts";
import { inHand, namesFrom } from "./new-version.ts";
import { changedBy, newId, nextBatch, wait_ms } from "./queue.ts";
import { openStore, type Store } from "./store.ts";
import type { Answer, Day, KeptReport, ReportKind } from "./types.ts";

export const bootstrap = readBootstrap<DriverBootstrap>();
export const format = new Format(language);
const path = `/d/${encodeURIComponent(bootstrap.token)}`;

export const day = signal<Day | null>(null);
/** A newer version of the day, held back while a stop is in hand. */
export const coming = signal<Day | null>(null);
/** The plan whose changes the driver has read. */
export const read = signal("");
export const fetchedAt = signal<string | null>(null);
export const reports = signal<readonly KeptReport[]>([]);
export const online = signal(navigator.onLine);
export const sending = signal(false);
export const storageRefused = signal(false);
/** The link has been replaced or has ended: the kept day stays readable, nothing can be reported. */
export const linkEnded = signal(false);
export const openFault = signal<unknown>(null);
export const ready = signal(false);

export const unsent = computed(() => reports.value.filter((report) => report.state === "kept"));
export const refused = computed(() => reports.value.filter((report) => report.state === "refused"));
export const lastSent = computed(
  () =>
    reports.value
      .map((report) => report.received_at)
      .filter((at) => at !== null)
      .sort()
      .at(-1) ?? null,
);
export const states = computed(() => statesOf(day.value?.route.visits ?? [], reports.value));
export const next = computed(() => (day.value ? nextStop(day.value.route.visits, states.value) : null));

const LOOK_MS = 120_000;
const NOTICE_KEY = "huiliu-changes-read";

let store: Store;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Open the day: from the phone at once if it is there, from the server as soon as it answers. */
export async function open(): Promise<void> {
  store = await openStore(() => (storageRefused.value = true));
  const kept = await store.readDay(bootstrap.token);
  if (kept) {
    day.value = kept.day;
    fetchedAt.value = kept.fetched_at;
  }
  reports.value = await store.readReports(bootstrap.token);
  addEventListener("online", () => {
    online.value = true;
    failures = 0;
    void send();
  });
  addEventListener("offline", () => (online.value = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    void send();
    void refresh();
  });
  setInterval(() => {
    if (online.value && document.visibilityState === "visible") void refresh();
  }, LOOK_MS);
  read.value = readNotice();
  await refresh();
  ready.value = true;
  void keepForOffline();
  if (day.value && !reports.value.some((one) => one.kind === "opened")) await report(null, "opened");
  void send();
}

/** Ask the server for the day; what is on the phone stays when there is no answer. */
export async function refresh(): Promise<void> {
  try {
    const fresh = await call<Day>(`${path}/day.json`);
    online.value = true;
    linkEnded.value = false;
    const current = day.value;
    const named = current && current.plan.id !== fresh.plan.id ? namesFrom(current, fresh) : sameNotice(current, fresh);
    // The stop in hand never changes: a new version waits until it is done, and the office knows it.
    if (
      current &&
      current.plan.id !== named.plan.id &&
      (unsent.value.length || inHand(current.route.visits, states.value))
    )
      coming.value = named;
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
  await store.keepDay(bootstrap.token, fresh, at);
}

/** Asked again, the same version keeps the names that the phone put to it. */
function sameNotice(current: Day | null, fresh: Day): Day {
  const names = current?.notice?.names;
  return fresh.notice && names ? { ...fresh, notice: { ...fresh.notice, names } } : fresh;
}

/** The driver has seen what changed. */
export function haveRead(plan: string): void {
  read.value = plan;
  try {
    localStorage.setItem(NOTICE_KEY, plan);
  } catch {
    // Without storage the notice comes back at the next opening; nothing is lost.
  }
}

function readNotice(): string {
  try {
    return localStorage.getItem(NOTICE_KEY) ?? "";
  } catch {
    return "";
  }
}

/** Write a report down on the phone first, then try to send it. */
export async function report(
  visit: number | null,
  kind: ReportKind,
  extra: { reason?: string; kg?: number | null } = {},
): Promise<void> {
  const made: KeptReport = {
    id: newId((bytes) => crypto.getRandomValues(bytes)),
    token: bootstrap.token,
    visit,
    kind,
    reason: extra.reason ?? null,
    kg: extra.kg ?? null,
    at: new Date().toISOString(),
    state: "kept",
    received_at: null,
    faults: [],
  };
  await store.keepReports([made]);
  reports.value = [...reports.value, made];
  failures = 0;
  void send();
}

/** Send what is kept, batch by batch, until all of it is received or an attempt fails; then again later. */
export async function send(): Promise<void> {
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

function isAnswer(body: unknown): body is Answer {
  return typeof body === "object" && body !== null && "refused" in body && "received" in body;
}

async function take(changed: readonly KeptReport[], answer: Answer): Promise<void> {
  const byId = new Map(changed.map((one) => [one.id, one]));
  await store.keepReports(changed);
  reports.value = reports.value.map((one) => byId.get(one.id) ?? one);
  const current = day.value;
  if (!current || !answer.visits?.length) return;
  const said = new Map(answer.visits.map((one) => [one.id, one]));
  const visits = current.route.visits.map((visit) => {
    const state = said.get(visit.id);
    return state ? { ...visit, status: state.status, reason: state.reason } : visit;
  });
  day.value = { ...current, route: { ...current.route, visits } };
  if (fetchedAt.value) await store.keepDay(bootstrap.token, day.value, fetchedAt.value);
}

/** Have the service worker keep this page and the roads of the day. */
async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/d/sw.js", { scope: "/d/" });
    const worker = (await navigator.serviceWorker.ready).active;
    const current = day.value;
    if (!worker || !current) return;
    const stops = current.route.visits.flatMap((visit): [number, number][] =>
      visit.lon === null || visit.lat === null ? [] : [[visit.lon, visit.lat]],
    );
    const tiles = tilesFor(current.bounds, stops).map(([z, x, y]) => `/tiles/${current.network}/${z}/${x}/${y}.mvt`);
    worker.postMessage({ type: "keep", page: path, tiles });
  } catch {
    storageRefused.value = true;
  }
}
