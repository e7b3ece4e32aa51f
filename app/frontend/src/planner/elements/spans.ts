import { t } from "../../shared/language.ts";

/** "08:00-12:00;14:00-17:00" as seconds after midnight; null where it cannot be read. */
export function readSpans(text: string): [number, number][] | null {
  const spans: [number, number][] = [];
  for (const part of text
    .split(/[;；,，、]/)
    .map((one) => one.trim())
    .filter(Boolean)) {
    const found = /^(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})$/.exec(part);
    if (!found) return null;
    const [from_h, from_min, to_h, to_min] = found.slice(1).map(Number) as [number, number, number, number];
    const [start_s, end_s] = [from_h * 3600 + from_min * 60, to_h * 3600 + to_min * 60];
    if (from_min > 59 || to_min > 59 || end_s > 86_400 || end_s < start_s) return null;
    spans.push([start_s, end_s]);
  }
  return spans;
}

export function writeSpans(spans: readonly (readonly [number, number])[]): string {
  return spans.map(([start_s, end_s]) => `${clockOf(start_s)}-${clockOf(end_s)}`).join(";");
}

/** "08:30" of seconds after midnight. */
export function clockOf(at_s: number): string {
  return `${String(Math.floor(at_s / 3600)).padStart(2, "0")}:${String(Math.floor(at_s / 60) % 60).padStart(2, "0")}`;
}

export interface Position {
  lon: number;
  lat: number;
  /** Latitude stood first, as some maps copy it. */
  swapped: boolean;
}

/** "109.978, 27.550" as maps copy it, in either order where only one order is possible; null where it is none. */
export function readPosition(text: string): Position | null {
  const numbers = text
    .normalize("NFKC")
    .match(/-?\d+(?:\.\d+)?/g)
    ?.map(Number);
  if (numbers?.length !== 2) return null;
  const [first, second] = numbers as [number, number];
  if (Math.abs(first) <= 90 && Math.abs(second) > 90 && Math.abs(second) <= 180)
    return { lon: second, lat: first, swapped: true };
  if (Math.abs(first) > 180 || Math.abs(second) > 90) return null;
  return { lon: first, lat: second, swapped: false };
}

/** The reference after one that ends in a number: V-3 after V-2; the same where there is none. */
export function nextRef(ref: string): string {
  return ref.replace(/\d+$/, (number) => String(Number(number) + 1));
}

/** What is wrong with a text of spans, for the field. */
export function spansFault(text: string): string {
  return readSpans(text) === null ? t("form-badSpans") : "";
}
