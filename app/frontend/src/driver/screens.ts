import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Which screen is open; kept in the hash, so that Back and a reload work without signal. */
export type Screen =
  | { name: "stop"; position: number | null }
  | { name: "list" | "map" | "outbox" | "menu" | "changes" };

/** The hash of the next stop's screen. */
export const NEXT_STOP = "#";

/** The screen that a hash names; the next stop's where it names none. */
export function screenOf(text: string): Screen {
  const stop = /^#stop\/(\d+)$/.exec(text);
  if (stop) return { name: "stop", position: Number(stop[1]) };
  const name = text.slice(1);
  if (name === "list" || name === "map" || name === "outbox" || name === "menu" || name === "changes") return { name };
  return { name: "stop", position: null };
}

/** The screen in view, following the document's hash. */
export function followHash(): ReadonlySignal<Screen> {
  const hash = signal(location.hash);
  addEventListener("hashchange", () => {
    hash.value = location.hash;
  });
  return computed(() => screenOf(hash.value));
}
