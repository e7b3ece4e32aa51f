import type { Pair } from "../words.ts";

export const driver = {} as const satisfies Readonly<Record<string, Pair>>;
