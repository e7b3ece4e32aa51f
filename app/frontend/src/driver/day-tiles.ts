/** Which tiles of the base map a day needs without signal. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

function column(lon: number, zoom: number): number {
  return Math.min(2 ** zoom - 1, Math.max(0, Math.floor(((lon + 180) / 360) * 2 ** zoom)));
}

function row(lat: number, zoom: number): number {
  const radians = (lat * Math.PI) / 180;
  const y = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
  return Math.min(2 ** zoom - 1, Math.max(0, Math.floor(y * 2 ** zoom)));
}

/** The tile that holds a place (web Mercator, rows from the north). */
export function tileAt(lon: number, lat: number, zoom: number): [z: number, x: number, y: number] {
  return [zoom, column(lon, zoom), row(lat, zoom)];
}

/**
 * Tiles to keep for a day: all of its area at overview zooms, and the surroundings of each stop
 * close up. The area stops growing closer when it would take more than `most` tiles.
 */
export function tilesFor(
  bounds: Bounds,
  stops: readonly (readonly [number, number])[],
  most = 160,
): [number, number, number][] {
  const tiles = new Map<string, [number, number, number]>();
  const add = (tile: [number, number, number]): void => void tiles.set(tile.join("/"), tile);
  for (let zoom = 6; zoom <= 13; zoom++) {
    const [left, right] = [column(bounds[0], zoom), column(bounds[2], zoom)];
    const [top, bottom] = [row(bounds[3], zoom), row(bounds[1], zoom)];
    if ((right - left + 1) * (bottom - top + 1) + tiles.size > most) break;
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) add([zoom, x, y]);
  }
  for (const [lon, lat] of stops) for (const zoom of [12, 14]) add(tileAt(lon, lat, zoom));
  return [...tiles.values()];
}
