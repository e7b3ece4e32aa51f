/** What the service worker decides; only it imports this, so that it stays one file of its own. */
export type Handling = "page" | "file" | "tile" | "pass";

export function handlingOf(method: string, mode: string, url: URL, origin: string): Handling {
  if (method !== "GET" || url.origin !== origin) return "pass";
  if (mode === "navigate" && /^\/d\/[^/]+$/.test(url.pathname)) return "page";
  if (url.pathname.startsWith("/static/dist/")) return "file";
  if (url.pathname.startsWith("/tiles/")) return "tile";
  return "pass";
}

/** The present shell and the one before it: a page kept yesterday may still name yesterday's files. */
export function keptShells(names: readonly string[], present: string): string[] {
  const earlier = names.filter((name) => name.startsWith("shell-") && name !== present);
  return [...earlier.slice(-1), present];
}

/** Names a shell by its files: another build, another name. */
export function shortHash(text: string): string {
  let sum = 7;
  for (const one of text) sum = (Math.imul(sum, 31) + (one.codePointAt(0) ?? 0)) >>> 0;
  return sum.toString(36);
}
