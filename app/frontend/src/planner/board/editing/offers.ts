import { call } from "../../../api/client.ts";
import type { Offers, Plan } from "../../../api/types.ts";

export type OfferCache = ReturnType<typeof createOfferCache>;

/** Where a stop could go and at which price; asked once for each revision of the plan. */
export function createOfferCache() {
  const cached = new Map<string, Promise<Offers>>();
  let cachedFor = "";

  function offersOf(plan: Plan, task: string): Promise<Offers> {
    const state = `${plan.id}:${plan.revision}`;
    if (cachedFor !== state) cached.clear();
    cachedFor = state;
    const known = cached.get(task);
    if (known) return known;
    const path = `/api/v1/plans/${encodeURIComponent(plan.id)}/offers/${task.split("/").map(encodeURIComponent).join("/")}`;
    const asked = call<Offers>(path);
    cached.set(task, asked);
    asked.catch(() => cached.delete(task));
    return asked;
  }

  return { offersOf };
}
