import type { Plugin } from "vite";
import { LANGUAGES, textOf, wordNames } from "./words.ts";

const PREFIX = "virtual:words/";

/** Serves `virtual:words/zh` and `virtual:words/en`: the word catalogue of one language, as text. */
export function fluentWords(): Plugin {
  return {
    name: "fluent-words",
    buildStart() {
      wordNames();
    },
    resolveId(id) {
      return id.startsWith(PREFIX) ? `\0${id}` : null;
    },
    load(id) {
      const language = LANGUAGES.find((one) => id === `\0${PREFIX}${one}`);
      return language ? `export default ${JSON.stringify(textOf(language))};` : null;
    },
  };
}

/** Whether a chunk of the bundle holds words. */
export function holdsWords(moduleIds: readonly string[]): boolean {
  return moduleIds.some((id) => id.startsWith(`\0${PREFIX}`));
}
