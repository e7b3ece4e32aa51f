import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";
import { todaysDate } from "../session.ts";

export function SelectionBar({ refs, onDone }: { refs: readonly string[]; onDone: () => void }): JSX.Element {
  const [date, setDate] = useState(todaysDate());
  const { busy, fault, send } = useSending();
  const change = (what: Record<string, string>): void =>
    send(async () => {
      await call("/api/v1/requests", { method: "PATCH", body: { refs, ...what } });
      onDone();
    });
  return (
    <div class="for-chosen" role="group" aria-label={t("requests-chosen", { n: refs.length })}>
      <b>{t("requests-chosen", { n: refs.length })}</b>
      <label>
        <span class="hidden">{t("form-date")}</span>
        <input type="date" value={date} onChange={(event) => setDate(event.currentTarget.value)} />
      </label>
      <button type="button" disabled={busy || !date} onClick={() => change({ date })}>
        {t("requests-moveMany")}
      </button>
      <button type="button" class="danger" disabled={busy} onClick={() => change({ status: "cancelled" })}>
        {t("requests-cancelMany", { n: refs.length })}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </div>
  );
}
