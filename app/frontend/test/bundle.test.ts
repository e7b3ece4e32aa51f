import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, test } from "vitest";

let chunks: Map<string, Rolldown.OutputChunk>;
let files: Set<string>;

beforeAll(async () => {
  const built = (await build({ logLevel: "silent", build: { write: false } })) as Rolldown.RolldownOutput;
  files = new Set(built.output.map((one) => one.fileName));
  chunks = new Map(built.output.filter((one) => one.type === "chunk").map((one) => [one.fileName, one]));
}, 60_000);

function chunkOf(module: string): Rolldown.OutputChunk {
  const found = [...chunks.values()].find((one) => one.facadeModuleId?.endsWith(module));
  if (!found) throw new Error(`No chunk of its own for ${module}`);
  return found;
}

/** The chunks that are loaded with these modules: themselves and all static imports. */
function loadedWith(...modules: string[]): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) add(chunks.get(name));
  };
  for (const module of modules) add(chunkOf(module));
  return [...found];
}

function modulesOf(loaded: readonly Rolldown.OutputChunk[]): string[] {
  return loaded.flatMap((one) => one.moduleIds);
}

function gzipped_kB(loaded: readonly Rolldown.OutputChunk[]): number {
  return loaded.reduce((sum, one) => sum + gzipSync(one.code).length, 0) / 1000;
}

test("the board is opened without the code of other pages, and without the map's library", () => {
  const loaded = loadedWith("src/planner/main.tsx", "src/planner/board/board-page.tsx");
  const others = /planner\/(admin|compare|coverage|fleet|imports|network|requests|today)\/|maplibre-gl/;
  expect(modulesOf(loaded).filter((id) => others.test(id))).toStrictEqual([]);
  expect(gzipped_kB(loaded)).toBeLessThan(90);
});

test("every page of the planner has a chunk of its own", () => {
  const entry = chunkOf("src/planner/main.tsx");
  const pages = modulesOf(loadedWith("src/planner/main.tsx")).filter((id) =>
    /planner\/(?!elements\/)\w+\/[\w-]+-page\.tsx$/.test(id),
  );
  expect(pages).toStrictEqual([]);
  expect(entry.dynamicImports.length).toBeGreaterThan(15);
});

test("the driver's page is opened without the planner and without the map's library", () => {
  const loaded = loadedWith("src/driver/main.tsx");
  expect(modulesOf(loaded).filter((id) => /src\/planner\/|maplibre-gl/.test(id))).toStrictEqual([]);
  expect(gzipped_kB(loaded)).toBeLessThan(70);
});

test("the service worker is one file", () => {
  expect(chunkOf("src/driver/sw.ts").imports).toStrictEqual([]);
});

test("every file that the service worker keeps is in the bundle", () => {
  const list = /\{"needed":\[[^\]]*\],"later":\[[^\]]*\]\}/.exec(chunkOf("src/driver/sw.ts").code)?.[0];
  const { needed, later } = JSON.parse(list ?? "{}") as Record<"needed" | "later", string[]>;
  expect([...needed, ...later].filter((file) => !files.has(file))).toStrictEqual([]);
  const words = [...chunks.values()].filter((one) => one.moduleIds.some((id) => id.includes("virtual:words/")));
  expect(words).toHaveLength(2);
  const driver = [...loadedWith("src/driver/main.tsx"), ...words].map((one) => one.fileName);
  expect(needed).toStrictEqual(expect.arrayContaining(driver));
});
