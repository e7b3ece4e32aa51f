import { call } from "../../api/client.ts";
import type { Closure } from "../../api/types.ts";
import type { LegendShape } from "./legend.tsx";

/** The closures of a network; none where they cannot be had now, as the page is whole without them. */
export async function closuresOf(network: string | null | undefined): Promise<Closure[]> {
  if (!network) return [];
  return call<Closure[]>(`/api/v1/networks/${encodeURIComponent(network)}/closures`).catch(() => []);
}

/** What the legend explains of them. */
export function closureShapes(closures: readonly Closure[]): LegendShape[] {
  const shapes: LegendShape[] = [];
  if (closures.some((one) => one.kind === "closed")) shapes.push("closed");
  if (closures.some((one) => one.kind !== "closed")) shapes.push("limited");
  return shapes;
}
