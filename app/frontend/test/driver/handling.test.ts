import { expect, test } from "vitest";
import { tileAt, tilesFor } from "../../src/driver/day-tiles.ts";
import { handlingOf, keptShells, shortHash } from "../../src/driver/handling.ts";

const ORIGIN = "https://huiliu.example";
const handling = (path: string, mode = "cors", method = "GET"): string =>
  handlingOf(method, mode, new URL(path, ORIGIN), ORIGIN);

test("the page, its files and its tiles are kept; reports and the day pass", () => {
  expect(handling("/d/abc", "navigate")).toBe("page");
  expect(handling("/static/dist/assets/main-1.js")).toBe("file");
  expect(handling("/tiles/sample/8/206/107.mvt")).toBe("tile");
  expect(handling("/d/abc/day.json")).toBe("pass");
  expect(handling("/d/abc/events", "cors", "POST")).toBe("pass");
  expect(handling("https://elsewhere.example/static/dist/a.js")).toBe("pass");
});

test("the shell before the present one is kept, older ones go", () => {
  expect(keptShells(["pages", "shell-1", "shell-2", "shell-3"], "shell-3")).toStrictEqual(["shell-2", "shell-3"]);
  expect(keptShells(["shell-3"], "shell-3")).toStrictEqual(["shell-3"]);
});

test("other files, another name", () => {
  expect(shortHash("a,b")).not.toBe(shortHash("a,c"));
});

test("tiles are counted from the north-west", () => {
  expect(tileAt(-180, 85, 1)).toStrictEqual([1, 0, 0]);
  expect(tileAt(109.97, 27.55, 8)).toStrictEqual([8, 206, 107]);
});

test("a day's tiles hold every stop close up and stay within their limit", () => {
  const stops: [number, number][] = [
    [109.97, 27.55],
    [110.4, 27.9],
  ];
  const tiles = tilesFor([109.5, 27.2, 110.5, 28.0], stops, 60);
  const names = new Set(tiles.map((tile) => tile.join("/")));
  expect(names.size).toBe(tiles.length);
  for (const [lon, lat] of stops) expect(names.has(tileAt(lon, lat, 14).join("/"))).toBeTruthy();
  expect(tiles.length <= 60 + 2 * stops.length).toBeTruthy();
});
