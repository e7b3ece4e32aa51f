import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";

/** A modal dialog; Escape closes it and the focus goes back to where it was. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose} onCancel={onClose}>
      <header class="dialog-header">
        <h2 id="dialog-title">{title}</h2>
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t("dialog-close")}
          title={t("dialog-close")}
          onClick={onClose}
        >
          <Icon name="cross" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
