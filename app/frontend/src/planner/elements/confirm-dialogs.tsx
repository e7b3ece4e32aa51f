import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Fault } from "../../shared/fault.tsx";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";
import { Dialog } from "./dialog.tsx";
import { useSending } from "./loading.ts";

/** A password or key that the server tells once. */
export function SecretDialog({
  title,
  label,
  hint,
  secret,
  onClose,
}: {
  title: string;
  label: string;
  hint: string;
  secret: string;
  onClose: () => void;
}): JSX.Element {
  const [copied, setCopied] = useState<"copy-copy" | "copy-done" | "copy-refused">("copy-copy");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied("copy-done");
    } catch {
      setCopied("copy-refused");
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{hint}</p>
      <div class="copy-link secret">
        <input
          type="text"
          readOnly
          value={secret}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" onClick={() => void copy()}>
          <Icon name={copied === "copy-done" ? "check" : "copy"} /> {t(copied)}
        </button>
      </div>
      <footer class="dialog-footer">
        <button type="button" class="primary" onClick={onClose}>
          {t("dialog-close")}
        </button>
      </footer>
    </Dialog>
  );
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({
  title,
  what,
  action,
  onConfirm,
  onClose,
}: {
  title: string;
  what: string;
  action: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  const { busy, fault, send } = useSending();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{what}</p>
      {fault ? <Fault error={fault} /> : null}
      <footer class="dialog-footer">
        <button type="button" onClick={onClose}>
          {t("dialog-cancel")}
        </button>
        <button type="button" class="danger" disabled={busy} aria-busy={busy} onClick={() => send(onConfirm)}>
          {action}
        </button>
      </footer>
    </Dialog>
  );
}
