/** A sentence in both languages: Chinese, then English. */
export type Pair = readonly [zh: string, en: string];
