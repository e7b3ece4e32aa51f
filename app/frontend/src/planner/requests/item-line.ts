import type { Material, RecurringItem } from "../../api/types.ts";

/** A line of a request's items as the form holds it. */
export interface ItemLine {
  material: string;
  quantity: number;
  condition: string;
  packing: string;
  /** Of the whole line; empty for the catalogue's. */
  kg: string;
  litres: string;
}

export const NEW_LINE: ItemLine = { material: "", quantity: 1, condition: "intact", packing: "", kg: "", litres: "" };

/** The form's line of a stored item. */
export function lineOf({ material, quantity, condition, packing, kg, litres }: RecurringItem): ItemLine {
  return { material, quantity, condition, packing, kg: String(kg), litres: String(litres) };
}

/** The item that a line is sent as; weight and volume only where they are not the catalogue's. */
export function itemOf({ material, quantity, condition, packing, kg, litres }: ItemLine) {
  return {
    material,
    quantity,
    condition,
    packing,
    ...(kg ? { kg: Number(kg) } : {}),
    ...(litres ? { litres: Number(litres) } : {}),
  };
}

export function isBattery(line: ItemLine, materials: readonly Material[]): boolean {
  return materials.find((one) => one.ref === line.material)?.load_type === "battery";
}

export function batteriesOf(lines: readonly ItemLine[], materials: readonly Material[]): ItemLine[] {
  return lines.filter((line) => isBattery(line, materials));
}

/** Damaged batteries travel in special packing. */
export function needsPacking(line: ItemLine): boolean {
  return line.condition === "damaged" || line.condition === "undiagnosable";
}
