import type { JSX } from "preact";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";

/** Buttons of a table row: edit, and take out of use or back into it. */
export function RetireActions({
  name,
  retired,
  onEdit,
  onRetire,
}: {
  name: string;
  retired: boolean;
  onEdit: () => void;
  onRetire: () => Promise<void>;
}): JSX.Element {
  const { busy, fault, send } = useSending();
  return (
    <span class="row-actions">
      <button type="button" onClick={onEdit} aria-label={name}>
        {t("form-edit")}
      </button>
      <button type="button" disabled={busy} onClick={() => send(onRetire)}>
        {t(retired ? "use-restore" : "use-retire")}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </span>
  );
}
