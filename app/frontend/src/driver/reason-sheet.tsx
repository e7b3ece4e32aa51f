import type { JSX } from "preact";
import { t } from "../shared/language.ts";
import type { DriverVisit } from "./types.ts";

/** Reasons are sent as codes, so that the office counts them whatever the phone's language. */
const REASONS = [
  "nobody",
  "no_access",
  "not_ready",
  "not_found",
  "wrong_goods",
  "contaminated",
  "too_heavy",
  "truck_full",
  "damaged_battery",
  "other",
] as const;

interface ReasonSheetProps {
  visit: DriverVisit;
  onCancel: () => void;
  onReason: (reason: string) => Promise<void>;
}

/** Why it cannot be collected. Nothing is reported before a reason is chosen. */
export function ReasonSheet({ visit, onCancel, onReason }: ReasonSheetProps): JSX.Element {
  return (
    <main class="sheet">
      <h1>{t("reasons-title")}</h1>
      <p class="quiet-text">{visit.name}</p>
      <div class="choices">
        {REASONS.map((reason) => (
          <button key={reason} type="button" class="wide" data-reason={reason} onClick={() => void onReason(reason)}>
            {t(`fail-${reason}`)}
          </button>
        ))}
      </div>
      <div class="sheet-end">
        <button type="button" class="wide" onClick={onCancel}>
          {t("driver-back")}
        </button>
      </div>
    </main>
  );
}
