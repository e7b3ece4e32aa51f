/**
 * Every sentence the pages show: Chinese, then English. A pair with one half missing does not compile.
 * `{name}` is filled in; `{n|stop|stops}` chooses by number.
 */
import type { Pair } from "./word-pair.ts";
import { admin } from "./words/admin.ts";
import { board } from "./words/board.ts";
import { common } from "./words/common.ts";
import { coverage } from "./words/coverage.ts";
import { driver } from "./words/driver.ts";
import { editing } from "./words/editing.ts";
import { network } from "./words/network.ts";
import { reasons } from "./words/reasons.ts";
import { requests } from "./words/requests.ts";
import { today } from "./words/today.ts";

export const words = {
  ...common,
  ...today,
  ...board,
  ...editing,
  ...reasons,
  ...driver,
  ...admin,
  ...coverage,
  ...requests,
  ...network,
} as const satisfies Readonly<Record<string, Pair>>;

export type Word = keyof typeof words;
