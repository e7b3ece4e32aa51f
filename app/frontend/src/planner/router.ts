import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Where the reader is: the page from the path, selection and filters from the query string. */
export type Page =
  | { name: "today" }
  | { name: "plan" | "compare" | "publish" | "study"; id: string }
  | { name: Section }
  | { name: "unknown" };

/** Pages of one fixed address each. */
export type Section = (typeof SECTIONS)[keyof typeof SECTIONS];

const SECTIONS = {
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
} as const;

/** The page of a path. */
export function pageOf(path: string): Page {
  if (path === "/") return { name: "today" };
  const plan = /^\/plans\/([\w-]+)\/?$/.exec(path);
  if (plan?.[1]) return { name: "plan", id: plan[1] };
  const beside = /^\/plans\/([\w-]+)\/(compare|publish)\/?$/.exec(path);
  if (beside?.[1]) return { name: beside[2] as "compare" | "publish", id: beside[1] };
  const study = /^\/coverage\/([\w-]+)\/?$/.exec(path);
  if (study?.[1]) return { name: "study", id: study[1] };
  return path in SECTIONS ? { name: SECTIONS[path as keyof typeof SECTIONS] } : { name: "unknown" };
}

export interface Router {
  address: ReadonlySignal<URL>;
  page: ReadonlySignal<Page>;
  /** Go to another page; Back returns. */
  go(path: string): void;
  /** Handler of a link: the router takes it unless the reader asks for a new tab. */
  follow(event: MouseEvent): void;
  /** A value of the query string. */
  param(name: string): string | null;
  /** Write selection or filters into the address; null removes. Back does not step through selections. */
  setParams(values: Readonly<Record<string, string | null>>): void;
}

/** A router on the browser's history; one for each document. */
export function createRouter(): Router {
  const address = signal(new URL(location.href));
  const page = computed(() => pageOf(address.value.pathname));
  addEventListener("popstate", () => {
    address.value = new URL(location.href);
  });
  const go = (path: string): void => {
    history.pushState(null, "", path);
    address.value = new URL(location.href);
  };
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go((event.currentTarget as HTMLAnchorElement).href);
  };
  const setParams = (values: Readonly<Record<string, string | null>>): void => {
    const next = new URL(address.peek());
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === "") next.searchParams.delete(name);
      else next.searchParams.set(name, value);
    }
    if (next.href === address.peek().href) return;
    history.replaceState(null, "", next);
    address.value = next;
  };
  return { address, page, go, follow, setParams, param: (name) => address.value.searchParams.get(name) };
}

export const RouterContext = createContext<Router | null>(null);

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (!router) throw new Error("No router: main.tsx provides it");
  return router;
}
