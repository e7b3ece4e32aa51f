import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../shared/language.ts";
import { typed, weight_kg } from "./flow.ts";
import { format } from "./page.ts";
import type { DriverVisit } from "./types.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "back"] as const;

interface KeypadProps {
  visit: DriverVisit;
  onCancel: () => void;
  onDone: (kg: number | null) => Promise<void>;
}

/** The weight in kg, on keys for gloves; an empty field says that nothing was weighed. */
export function Keypad({ visit, onCancel, onDone }: KeypadProps): JSX.Element {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const kg = weight_kg(text);
  const finish = async (): Promise<void> => {
    setBusy(true);
    await onDone(kg);
  };
  return (
    <main class="sheet keypad-sheet">
      <h1>{t("keypad-title")}</h1>
      <p class="quiet-text">
        {visit.name} · {t("keypad-planned", { kg: format.mass(visit.kg ?? 0) })}
      </p>
      <output class="weight" aria-label={t("keypad-title")}>
        {text || "–"} <span>kg</span>
      </output>
      <div class="keypad">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            aria-label={key === "back" ? t("keypad-back") : key}
            onClick={() => setText(typed(text, key))}
          >
            {key === "back" ? "⌫" : key}
          </button>
        ))}
      </div>
      <button type="button" class="main-button" disabled={busy} data-step="done" onClick={() => void finish()}>
        {kg === null
          ? t("keypad-unweighed")
          : t("keypad-done", { kg: format.number(kg, Number.isInteger(kg) ? 0 : 1) })}
      </button>
      <button type="button" class="wide" onClick={onCancel}>
        {t("driver-back")}
      </button>
    </main>
  );
}
