/** Decode an encoded polyline with six decimals into `[lon, lat]` pairs. */
export function decodePolyline6(text: string): [number, number][] {
  const points: [number, number][] = [];
  let index = 0;
  let lat = 0;
  let lon = 0;
  const next = (): number => {
    let result = 0;
    let factor = 1;
    for (;;) {
      if (index >= text.length) throw new RangeError("The polyline ends in the middle of a number");
      const value = text.charCodeAt(index++) - 63;
      // Multiplication instead of shifts: six decimals of longitude times two need 30 bits and a sign.
      result += (value & 0x1f) * factor;
      if (value < 0x20) break;
      factor *= 32;
    }
    return result % 2 === 1 ? -(result + 1) / 2 : result / 2;
  };
  while (index < text.length) {
    lat += next();
    lon += next();
    points.push([lon / 1e6, lat / 1e6]);
  }
  return points;
}

/** West, south, east, north of the points; null when there are none. */
export function boundsOf(points: Iterable<readonly [number, number]>): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null;
  for (const [lon, lat] of points) {
    if (!box) box = [lon, lat, lon, lat];
    else {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box;
}
