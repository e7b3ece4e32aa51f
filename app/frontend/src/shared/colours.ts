/** Route colours of the visual language: ten hues, then dashed, then double. Blue stays the interface's. */
export type Theme = "light" | "dark";
export type Stroke = "solid" | "dashed" | "double";

const LIGHT = "AA8800 5511AA 339999 007755 AA66FF 663355 DD3366 666699 995511 772222".split(" ");
const DARK = "EEDD33 9944BB 007766 77EECC 9988FF BB88AA EE9988 DDCCFF AA7700 DD0066".split(" ");
const STROKES: readonly Stroke[] = ["solid", "dashed", "double"];

export function routeColour(number: number, theme: Theme): string {
  const palette = theme === "dark" ? DARK : LIGHT;
  const index = (((number - 1) % palette.length) + palette.length) % palette.length;
  return `#${palette[index]}`;
}

export function routeStroke(number: number): Stroke {
  return STROKES[Math.floor((number - 1) / 10) % STROKES.length] ?? "solid";
}
