/** Writes `src/generated/words.d.ts`: the names of all words as a type. Run by `npm run types`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { wordNames } from "./words.ts";

const folder = resolve(import.meta.dirname, "../src/generated");
const names = wordNames().map((name) => `  | ${JSON.stringify(name)}`);
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/words.d.ts`,
  `/** Names of the messages in data/words. */\nexport type Word =\n${names.join("\n")};\n`,
);
