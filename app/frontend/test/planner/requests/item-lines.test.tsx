// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import type { Material } from "../../../src/api/types.ts";
import { type ItemLine, NEW_LINE } from "../../../src/planner/requests/item-line.ts";
import { ItemLines } from "../../../src/planner/requests/item-lines.tsx";
import { t } from "../../../src/shared/language.ts";

const MATERIALS = [
  { ref: "li", load_type: "battery", name_zh: "电池", name_en: "Battery" },
  { ref: "tv", load_type: "appliance", name_zh: "电视", name_en: "Television" },
] as Material[];

afterEach(cleanup);

function show(...lines: Partial<ItemLine>[]) {
  const onChange = vi.fn<(lines: readonly ItemLine[]) => void>();
  const all = lines.map((line) => ({ ...NEW_LINE, ...line }));
  render(<ItemLines lines={all} materials={MATERIALS} onChange={onChange} />);
  return onChange;
}

test("only batteries are asked for their condition", () => {
  show({ material: "tv" });
  expect(screen.queryByLabelText(t("requests-condition"))).toBe(null);
  cleanup();
  show({ material: "li" });
  expect(screen.queryByLabelText(t("requests-condition"))).not.toBe(null);
});

test("a damaged battery needs its packing, a critical one is refused", () => {
  show({ material: "li", condition: "damaged" });
  expect((screen.getByLabelText(t("form-packing")) as HTMLInputElement).required).toBe(true);
  expect(screen.queryByRole("alert")).toBe(null);
  cleanup();
  show({ material: "li", condition: "critical" });
  expect(screen.getByRole("alert").textContent).toBe(t("lithium-critical"));
});

test("another quantity forgets the weight that was that of the old one", () => {
  const onChange = show({ material: "tv", kg: "30", litres: "200" });
  fireEvent.input(screen.getByLabelText(t("form-quantity")), { target: { value: "3" } });
  expect(onChange.mock.lastCall?.[0]).toStrictEqual([{ ...NEW_LINE, material: "tv", quantity: 3 }]);
});

test("the last line cannot be removed, another can", () => {
  show({ material: "tv" });
  expect(screen.queryByText(t("form-remove"))).toBe(null);
  cleanup();
  const onChange = show({ material: "tv" }, { material: "li" });
  fireEvent.click(screen.getAllByText(t("form-remove"))[0] as HTMLElement);
  expect(onChange.mock.lastCall?.[0].map((line) => line.material)).toStrictEqual(["li"]);
});
