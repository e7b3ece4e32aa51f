import type { VisitKind } from "../api/types.ts";

/** Outlines, on 18 by 18, of halts that are not counted: an arrow down, a cup, a flash, a house. */
export const VISIT_SYMBOLS: Partial<Record<VisitKind, string>> = {
  unload: "M7 3.4h4v4.4h3L9 13.6 4 7.8h3Z",
  rest: "M5 5h9 M5 5v5.5a2.5 2.5 0 0 0 2.5 2.5h2A2.5 2.5 0 0 0 12 10.5V5 M12 6.5h1.5a1 1 0 0 1 0 3H12",
  break: "M5 5h9 M5 5v5.5a2.5 2.5 0 0 0 2.5 2.5h2A2.5 2.5 0 0 0 12 10.5V5 M12 6.5h1.5a1 1 0 0 1 0 3H12",
  charge: "M10 3 5.5 10H9l-1 5 4.5-7H9Z",
  depot: "M4 9l5-4.5L14 9 M5.5 8v6h7V8",
};
