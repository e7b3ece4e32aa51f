// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { Keypad } from "../../src/driver/keypad.tsx";
import { t } from "../../src/shared/language.ts";
import { stop } from "../factories.ts";

afterEach(cleanup);

function show() {
  const onDone = vi.fn(async (_kg: number | null) => undefined);
  render(<Keypad visit={{ ...stop(1, { kg: 120 }), navigation: null }} onCancel={() => undefined} onDone={onDone} />);
  const press = (...keys: string[]): void => {
    for (const key of keys) fireEvent.click(screen.getByLabelText(key));
  };
  return { onDone, press };
}

test("the typed weight is reported in kilograms", () => {
  const { onDone, press } = show();
  press("8", "7", ".", "5");
  fireEvent.click(screen.getByText(t("keypad-done", { kg: "87.5" })));
  expect(onDone).toHaveBeenCalledWith(87.5);
});

test("an empty field reports that nothing was weighed", () => {
  const { onDone, press } = show();
  press("8", t("keypad-back"));
  fireEvent.click(screen.getByText(t("keypad-unweighed")));
  expect(onDone).toHaveBeenCalledWith(null);
});
