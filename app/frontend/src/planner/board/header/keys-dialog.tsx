import type { JSX } from "preact";
import type { Word } from "../../../shared/language.ts";
import { t } from "../../../shared/language.ts";
import { Dialog } from "../../elements/dialog.tsx";

const KEYS: readonly (readonly [string, Word])[] = [
  ["↑ ↓", "keys-stop"],
  ["[ ]", "keys-route"],
  ["Enter", "keys-detail"],
  ["F", "keys-fit"],
  ["U", "keys-out"],
  ["M", "keys-move"],
  ["Alt+↑ Alt+↓", "keys-shift"],
  ["L", "keys-lock"],
  ["P", "keys-pin"],
  ["X", "keys-leave"],
  ["Ctrl+Z", "keys-undo"],
  ["Ctrl+Shift+Z", "keys-redo"],
  ["!", "keys-violations"],
  ["/", "keys-search"],
  ["Esc", "keys-cancel"],
  ["?", "keys-list"],
];

export function KeysDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t("keys-title")} onClose={onClose}>
      <p class="quiet-text">{t("keys-where")}</p>
      <dl class="keys">
        {KEYS.map(([key, word]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
