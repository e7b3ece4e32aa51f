import type { Pair } from "../words.ts";

export const reasons = {} as const satisfies Readonly<Record<string, Pair>>;
