/** What the server tells a page when it opens, from its `#bootstrap` JSON element. */
export interface PlannerBootstrap {
  me: { user: string; name: string; role: string };
  /** Of the organisation's wall clock, in minutes east of UTC. */
  utc_offset_min: number;
  language: string;
  page: string;
  plan_id: string | null;
  raster_tiles_url: string | null;
  /** The largest file that the server takes. */
  max_upload_mb: number;
}

export interface DriverBootstrap {
  token: string;
  language: string;
  rasterTilesUrl: string | null;
}

export function readBootstrap<T>(): T {
  const text = document.getElementById("bootstrap")?.textContent;
  if (!text) throw new Error("The page has no #bootstrap element");
  return JSON.parse(text) as T;
}

/** The token that every change must carry. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** The element the page is drawn into. */
export function mountPoint(): HTMLElement {
  const found = document.getElementById("app");
  if (!found) throw new Error("The page has no #app element");
  return found;
}

/** The largest file that the server takes; without a limit on pages that send none. */
export function uploadLimit_mb(): number {
  return readBootstrap<Partial<PlannerBootstrap>>().max_upload_mb ?? Infinity;
}
