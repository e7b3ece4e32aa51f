import { tilesFor } from "./day-tiles.ts";
import type { Day } from "./types.ts";

/** Have the service worker store this page and, once there is a day, its roads. */
export async function keepForOffline(page: string, day: Day | null): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/d/sw.js", { scope: "/d/" });
  const worker = (await navigator.serviceWorker.ready).active;
  if (!worker || !day) return;
  const stops = day.route.visits.flatMap((visit): [number, number][] =>
    visit.lon === null || visit.lat === null ? [] : [[visit.lon, visit.lat]],
  );
  const tiles = tilesFor(day.bounds, stops).map(([z, x, y]) => `/tiles/${day.network}/${z}/${x}/${y}.mvt`);
  worker.postMessage({ type: "keep", page, tiles });
}
