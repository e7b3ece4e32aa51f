import type { JSX } from "preact";
import { call } from "../../api/client.ts";
import type { PickupRequest } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t, tOr } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";
import { clockOf } from "../elements/spans.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan } from "../session.ts";
import { recurringRefOf } from "./recurrence.ts";
import { viewUrl } from "./request-views.tsx";

interface RowProps {
  request: PickupRequest;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onEdit: () => void;
  onChanged: () => void;
}

export function Row({ request, chosen, onChoose, onEdit, onChanged }: RowProps): JSX.Element {
  const { address, follow } = useRouter();
  const { busy, fault, send } = useSending();
  const over = request.status === "cancelled";
  const state = (status: string): void =>
    send(async () => {
      await call(`/api/v1/requests/${encodeURIComponent(request.ref)}`, { method: "PATCH", body: { status } });
      onChanged();
    });
  const conditions = [...new Set(request.items.map((item) => item.condition).filter((one) => one !== "intact"))];
  return (
    <tr data-ref={request.ref}>
      {mayPlan && (
        <td>
          <input
            type="checkbox"
            checked={chosen}
            aria-label={t("requests-choose", { ref: request.ref })}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </td>
      )}
      <td>
        <span class="cell-main">{request.name}</span>
        <span class="code">{request.ref}</span>
        {recurringRefOf(request.ref) !== null && (
          <a class="from-standing" href={viewUrl(address.value, "weekly")} onClick={follow}>
            {t("requests-standing")}
          </a>
        )}
      </td>
      <td class="goods">
        {request.items.map((item) => `${nameOf(item)} ×${item.quantity}`).join(", ")}
        {conditions.map((one) => (
          <span key={one} class="condition">
            {tOr("condition", one)}
          </span>
        ))}
      </td>
      <td class="nowrap">{format.date(request.date)}</td>
      <td>
        {request.windows.map(([from, to]) => (
          <span key={from} class="window">
            {clockOf(from)}–{clockOf(to)}
          </span>
        ))}
      </td>
      <td class="number">{format.number(request.kg)}</td>
      <td class="number">{format.number(request.litres)}</td>
      <td class="state">
        {tOr("request", request.status)}
        {request.mandatory && <span class="condition">{t("form-mandatory")}</span>}
      </td>
      {mayPlan && (
        <td>
          <span class="row-actions">
            {!over && request.status !== "collected" && (
              <button type="button" onClick={onEdit} aria-label={t("requests-edit", { ref: request.ref })}>
                {t("form-edit")}
              </button>
            )}
            {over ? (
              <button type="button" disabled={busy} onClick={() => state("open")}>
                {t("requests-reopen")}
              </button>
            ) : (
              request.status !== "collected" && (
                <button type="button" disabled={busy} onClick={() => state("cancelled")}>
                  {t("requests-cancel")}
                </button>
              )
            )}
            {fault ? <Fault error={fault} /> : null}
          </span>
        </td>
      )}
    </tr>
  );
}
