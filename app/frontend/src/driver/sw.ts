/// <reference lib="webworker" />
/**
 * The driver's service worker: the page, its files and the roads of the day stay on the phone.
 * Reports do not pass through here; the page keeps them itself until the server has them.
 */
import { handlingOf, keptShells, shortHash } from "./handling.ts";

declare const self: ServiceWorkerGlobalScope;
/** Filled in by the build: the files of the driver's page, and those of its map. */
declare const __DRIVER_FILES__: { readonly needed: readonly string[]; readonly later: readonly string[] };

const BUILT = __DRIVER_FILES__;
const NEEDED = BUILT.needed.map((file) => `/static/dist/${file}`);
const LATER = BUILT.later.map((file) => `/static/dist/${file}`);
const SHELL = `shell-${shortHash([...NEEDED, ...LATER].join())}`;
const PAGES = "pages";
const TILES = "tiles";
/** A signal that answers slowly is treated as none. */
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll(NEEDED);
      await cache.addAll(LATER).catch(() => undefined); // asked for again when the map is opened
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const keep = keptShells(names, SHELL);
      await Promise.all(
        names.filter((name) => name.startsWith("shell-") && !keep.includes(name)).map((name) => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const handling = handlingOf(
    event.request.method,
    event.request.mode,
    new URL(event.request.url),
    self.location.origin,
  );
  if (handling === "page") event.respondWith(page(event.request));
  else if (handling === "file") event.respondWith(keptFirst(event.request, SHELL));
  else if (handling === "tile") event.respondWith(keptFirst(event.request, TILES));
});

self.addEventListener("message", (event) => {
  const wanted = event.data as { type: string; page: string; tiles: readonly string[] };
  if (wanted.type === "keep") event.waitUntil(keepDay(wanted.page, wanted.tiles));
});

/** The page from the server while there is signal, else as it was kept. */
async function page(request: Request): Promise<Response> {
  const address = new URL(request.url).pathname;
  const cache = await caches.open(PAGES);
  try {
    const answer = await within(fetch(request), PATIENCE_MS);
    if (answer.ok) await cache.put(address, answer.clone());
    // A server that stumbles is no better than no server; one that refuses is to be believed.
    if (answer.status < 500) return answer;
    return (await cache.match(address)) ?? answer;
  } catch (error) {
    const kept = await cache.match(address);
    if (kept) return kept;
    throw error;
  }
}

async function keptFirst(request: Request, name: string): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(name);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** The first opening happens before this worker is in charge: fetch what it missed. */
async function keepDay(address: string, tiles: readonly string[]): Promise<void> {
  const pages = await caches.open(PAGES);
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.ok) await pages.put(address, answer);
  const cache = await caches.open(TILES);
  for (const tile of tiles) {
    if (await cache.match(tile, { ignoreVary: true })) continue;
    const found = await fetch(tile, { credentials: "same-origin" });
    if (found.ok) await cache.put(tile, found);
  }
}

function within<T>(promise: Promise<T>, limit_ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), limit_ms);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
