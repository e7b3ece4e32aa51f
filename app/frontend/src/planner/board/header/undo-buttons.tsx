import type { JSX } from "preact";
import type { Plan } from "../../../api/types.ts";
import { Icon } from "../../../shared/icons.tsx";
import { t } from "../../../shared/language.ts";
import { useActions, useEditing } from "../store.ts";

export function UndoButtons({ plan }: { plan: Plan }): JSX.Element {
  const { waiting, clash } = useEditing();
  const { undo, redo } = useActions();
  return (
    <>
      {waiting.value.length > 0 && !clash.value && (
        <span class="quiet-text saving" role="status">
          {t("edit-saving")}
        </span>
      )}
      <button
        type="button"
        class="icon-only"
        disabled={!plan.can_undo && !waiting.value.length}
        onClick={undo}
        aria-label={t("edit-undo")}
        title={`${t("edit-undo")} (Ctrl+Z)`}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="icon-only"
        disabled={!plan.can_redo}
        onClick={redo}
        aria-label={t("edit-redo")}
        title={`${t("edit-redo")} (Ctrl+Shift+Z)`}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}
