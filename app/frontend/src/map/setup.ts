import { addProtocol, Map as MapView, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(workerUrl);

/** Whether this browser can draw the map at all. */
export function hasWebGl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** Scheme of tiles that are fetched by the page itself. */
export const KEPT = "kept";

/**
 * Let the page fetch the map's worker and its tiles. A worker's own requests do not pass through
 * the driver's service worker, whose scope is `/d/`; the page's do, and so work without signal.
 */
export async function fetchThroughPage(): Promise<void> {
  const script = await (await fetch(workerUrl)).blob();
  setWorkerUrl(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  addProtocol(KEPT, async ({ url }, abort) => {
    const { pathname } = new URL(url.replace(`${KEPT}:`, "https:"));
    try {
      const answer = await fetch(pathname, { signal: abort.signal, credentials: "same-origin" });
      return { data: answer.status === 200 ? await answer.arrayBuffer() : new ArrayBuffer(0) };
    } catch (error) {
      if (abort.signal.aborted) throw error;
      return { data: new ArrayBuffer(0) }; // not kept and no signal: plain land, the route is drawn anyway
    }
  });
}

export { MapView };
