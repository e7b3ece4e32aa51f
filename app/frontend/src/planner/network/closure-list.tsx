import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Closure } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t, tOr } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { PlaceMap } from "../elements/place-map.tsx";
import { format, mayPlan } from "../session.ts";

const NOWHERE: readonly never[] = [];

export function Closures({ network }: { network: string }): JSX.Element {
  const path = `/api/v1/networks/${encodeURIComponent(network)}/closures`;
  const closures = useLoaded<Closure[]>(path);
  const [picked, setPicked] = useState<[number, number] | null>(null);
  const [note, setNote] = useState("");
  const { busy, fault, send } = useSending();
  const close = (): void =>
    send(async () => {
      await call(path, { method: "POST", body: { kind: "closed", shape: "road", at: [picked], note } });
      setPicked(null);
      setNote("");
      closures.reload();
    });
  const open = (id: string): void =>
    send(async () => {
      await call(`${path}/${encodeURIComponent(id)}`, { method: "DELETE" });
      closures.reload();
    });
  return (
    <section aria-labelledby="closures-title">
      <header class="section-header">
        <h2 id="closures-title">
          {t("roads-closures")}: {network}
        </h2>
      </header>
      {fault ? <Fault error={fault} /> : null}
      {closures.data?.length === 0 && <p class="empty">{t("roads-noClosures")}</p>}
      {!!closures.data?.length && (
        <table>
          <tbody>
            {closures.data.map((one) => (
              <tr key={one.id}>
                <td>{tOr("closure", one.kind)}</td>
                <td>{one.note}</td>
                <td>
                  {one.from ? format.date(one.from) : ""} – {one.to ? format.date(one.to) : t("roads-openAll")}
                </td>
                {mayPlan && (
                  <td>
                    <button type="button" disabled={busy} onClick={() => open(one.id)}>
                      {t("roads-open")}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayPlan && (
        <>
          <p class="lead">{t("roads-pick")}</p>
          <div class="position-map wide">
            <PlaceMap network={network} spots={NOWHERE} chosen={picked} onPick={(lon, lat) => setPicked([lon, lat])} />
          </div>
          {picked && (
            <div class="filters">
              <label class="grow">
                {t("form-note")}
                <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
              </label>
              <button type="button" class="primary" disabled={busy} onClick={close}>
                {t("roads-close")}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
