/** What the server tells a page when it opens, from its `#bootstrap` JSON element. */
export interface PlannerBootstrap {
  user: string;
  role: string;
  language: string;
  csrf: string;
  rasterTilesUrl: string | null;
  page: string;
}

export interface DriverBootstrap {
  token: string;
  language: string;
}

export function readBootstrap<T>(): T {
  const text = document.getElementById("bootstrap")?.textContent;
  if (!text) throw new Error("The page has no #bootstrap element");
  return JSON.parse(text) as T;
}

/** The element the page is drawn into. */
export function mountPoint(): HTMLElement {
  const found = document.getElementById("app");
  if (found) return found;
  const made = document.createElement("div");
  made.id = "app";
  document.body.append(made);
  return made;
}
