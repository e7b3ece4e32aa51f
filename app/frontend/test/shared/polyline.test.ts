import { expect, test } from "vitest";
import { boundsOf, decodePolyline6 } from "../../src/shared/polyline.ts";

/** Written from the format's description: zigzag, five bits at a time, least first, plus 63. */
function encode(points: readonly (readonly [number, number])[]): string {
  let text = "";
  let before: [number, number] = [0, 0];
  for (const [lon, lat] of points) {
    const now: [number, number] = [Math.round(lat * 1e6), Math.round(lon * 1e6)];
    for (const index of [0, 1] as const) {
      const change = now[index] - before[index];
      let rest = change < 0 ? BigInt(-change) * 2n - 1n : BigInt(change) * 2n;
      while (rest >= 32n) {
        text += String.fromCharCode(Number(rest % 32n) + 32 + 63);
        rest /= 32n;
      }
      text += String.fromCharCode(Number(rest) + 63);
    }
    before = now;
  }
  return text;
}

test("what was encoded comes back, to the sixth decimal", () => {
  const points: [number, number][] = [
    [109.97, 27.55],
    [109.970001, 27.549999],
    [-179.999999, -89.5],
    [179.999999, 89.5],
  ];
  expect(decodePolyline6(encode(points))).toStrictEqual(points);
});

test("the published example of the format, read with six decimals", () => {
  expect(decodePolyline6("_p~iF~ps|U")).toStrictEqual([[-12.02, 3.85]]);
});

test("a text that ends inside a number is an error, not a wrong place", () => {
  expect(() => decodePolyline6("_p~iF~ps|")).toThrow(RangeError);
});

test("nothing decodes to nothing and has no bounds", () => {
  expect(decodePolyline6("")).toStrictEqual([]);
  expect(boundsOf([])).toBe(null);
});

test("bounds are west, south, east, north", () => {
  expect(
    boundsOf([
      [2, 5],
      [1, 7],
      [3, 6],
    ]),
  ).toStrictEqual([1, 5, 3, 7]);
});
