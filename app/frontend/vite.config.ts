import { defineConfig, type Plugin } from "vite";
import { fluentWords, holdsWords } from "./build/fluent-plugin.ts";

/** Everything the driver's page needs, so that the service worker can keep it for offline use. */
function listDriverFiles(): Plugin {
  return {
    name: "list-driver-files",
    enforce: "post",
    // After Vite has taken out the chunks that held nothing but style sheets: a worker that waits for a file
    // which is not there is never installed.
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const visit = (name: string, files: Set<string>, later: boolean): Set<string> => {
          const chunk = bundle[name];
          if (files.has(name) || !chunk) return files;
          files.add(name);
          if (chunk.type !== "chunk") return files;
          const meta = chunk.viteMetadata;
          for (const file of [...(meta?.importedCss ?? []), ...(meta?.importedAssets ?? [])]) files.add(file);
          for (const next of chunk.imports) visit(next, files, later);
          for (const next of chunk.dynamicImports) {
            const fetched = bundle[next];
            const isWords = fetched?.type === "chunk" && holdsWords(fetched.moduleIds);
            if (later || isWords) visit(next, files, later);
          }
          return files;
        };
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const driver = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("src/driver/main.tsx"));
        const worker = bundle["sw.js"];
        if (!driver || worker?.type !== "chunk")
          throw new Error("The driver's entry or sw.js is missing from the bundle");
        // The page must be kept whole; the map, ten times as large, is kept if the signal allows.
        const needed = visit(driver.fileName, new Set(), false);
        const later = [...visit(driver.fileName, new Set(), true)].filter((file) => !needed.has(file));
        const list = JSON.stringify({ needed: [...needed].sort(), later: later.sort() });
        if (!worker.code.includes("__DRIVER_FILES__")) throw new Error("sw.js has no place for the list of files");
        worker.code = worker.code.replace("__DRIVER_FILES__", list);
      },
    },
  };
}

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600, // swagger-ui, on a page of its own
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: ["src/planner/main.tsx", "src/driver/main.tsx", "src/driver/sw.ts", "src/reference/main.ts"],
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [fluentWords(), listDriverFiles()],
});
