import assert from "node:assert/strict";
import { test } from "node:test";
import { tileAt, tilesFor } from "../src/driver/day-tiles.ts";
import { handlingOf, keptShells, shortHash } from "../src/driver/handling.ts";

const ORIGIN = "https://huiliu.example";
const handling = (path: string, mode = "cors", method = "GET"): string =>
  handlingOf(method, mode, new URL(path, ORIGIN), ORIGIN);

test("the page, its files and its tiles are kept; reports and the day pass", () => {
  assert.equal(handling("/d/abc", "navigate"), "page");
  assert.equal(handling("/static/dist/assets/main-1.js"), "file");
  assert.equal(handling("/tiles/sample/8/206/107.mvt"), "tile");
  assert.equal(handling("/d/abc/day.json"), "pass");
  assert.equal(handling("/d/abc/events", "cors", "POST"), "pass");
  assert.equal(handling("https://elsewhere.example/static/dist/a.js"), "pass");
});

test("the shell before the present one is kept, older ones go", () => {
  assert.deepEqual(keptShells(["pages", "shell-1", "shell-2", "shell-3"], "shell-3"), ["shell-2", "shell-3"]);
  assert.deepEqual(keptShells(["shell-3"], "shell-3"), ["shell-3"]);
});

test("other files, another name", () => {
  assert.notEqual(shortHash("a,b"), shortHash("a,c"));
});

test("tiles are counted from the north-west", () => {
  assert.deepEqual(tileAt(-180, 85, 1), [1, 0, 0]);
  assert.deepEqual(tileAt(109.97, 27.55, 8), [8, 206, 107]);
});

test("a day's tiles hold every stop close up and stay within their limit", () => {
  const stops: [number, number][] = [
    [109.97, 27.55],
    [110.4, 27.9],
  ];
  const tiles = tilesFor([109.5, 27.2, 110.5, 28.0], stops, 60);
  const names = new Set(tiles.map((tile) => tile.join("/")));
  assert.equal(names.size, tiles.length);
  for (const [lon, lat] of stops) assert.ok(names.has(tileAt(lon, lat, 14).join("/")));
  assert.ok(tiles.length <= 60 + 2 * stops.length);
});
