import { computed, signal } from "@preact/signals";
import { tidyAddress } from "../shared/language.ts";

tidyAddress();

/** Where the reader is: the page from the path, selection and filters from the query string. */
export type Page =
  | { name: "today" }
  | { name: "plan" | "compare" | "publish" | "study"; id: string }
  | { name: Section }
  | { name: "unknown" };

/** Pages of one fixed address each. */
export type Section =
  | "coverage"
  | "people"
  | "organisation"
  | "keys"
  | "health"
  | "history"
  | "account"
  | "requests"
  | "sites"
  | "fleet"
  | "calendars"
  | "roads"
  | "importRequests"
  | "importSites"
  | "importVehicles"
  | "importDrivers";

const SECTIONS: Readonly<Record<string, Section>> = {
  "/coverage": "coverage",
  "/admin/people": "people",
  "/admin/organisation": "organisation",
  "/admin/keys": "keys",
  "/admin/health": "health",
  "/admin/history": "history",
  "/account": "account",
  "/requests": "requests",
  "/requests/import": "importRequests",
  "/network/sites": "sites",
  "/network/fleet": "fleet",
  "/network/calendars": "calendars",
  "/network/roads": "roads",
  "/network/sites/import": "importSites",
  "/network/vehicles/import": "importVehicles",
  "/network/drivers/import": "importDrivers",
};

export const address = signal(new URL(location.href));

export function pageOf(path: string): Page {
  if (path === "/") return { name: "today" };
  const plan = /^\/plans\/([\w-]+)\/?$/.exec(path);
  if (plan?.[1]) return { name: "plan", id: plan[1] };
  const beside = /^\/plans\/([\w-]+)\/(compare|publish)\/?$/.exec(path);
  if (beside?.[1]) return { name: beside[2] as "compare" | "publish", id: beside[1] };
  const study = /^\/coverage\/([\w-]+)\/?$/.exec(path);
  if (study?.[1]) return { name: "study", id: study[1] };
  const section = SECTIONS[path];
  return section ? { name: section } : { name: "unknown" };
}

export const page = computed<Page>(() => pageOf(address.value.pathname));

addEventListener("popstate", () => {
  address.value = new URL(location.href);
});

/** Go to another page; Back returns. */
export function go(path: string): void {
  history.pushState(null, "", path);
  address.value = new URL(location.href);
}

/** A link that the router takes unless the reader asks for a new tab. */
export function follow(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go((event.currentTarget as HTMLAnchorElement).href);
}

export function param(name: string): string | null {
  return address.value.searchParams.get(name);
}

/** Write selection or filters into the address; null removes. Back does not step through selections. */
export function setParams(values: Readonly<Record<string, string | null>>): void {
  const next = new URL(address.peek());
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === "") next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  if (next.href === address.peek().href) return;
  history.replaceState(null, "", next);
  address.value = next;
}
