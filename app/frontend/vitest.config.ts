import { defineConfig } from "vitest/config";
import { fluentWords } from "./build/fluent-plugin.ts";

export default defineConfig({
  plugins: [fluentWords()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Component tests name their environment: `// @vitest-environment happy-dom` in the first line.
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["test/setup.ts"],
    restoreMocks: true,
  },
});
