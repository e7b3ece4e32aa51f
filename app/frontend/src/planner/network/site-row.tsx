import type { JSX } from "preact";
import { call } from "../../api/client.ts";
import type { Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t, tOr } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";
import { clockOf } from "../elements/spans.ts";
import { useRouter } from "../router.ts";
import { mayKeepSites } from "../session.ts";
import { UNLOADING } from "./site-kinds.ts";

export function Row({
  site,
  onEdit,
  onChanged,
}: {
  site: Site;
  onEdit: () => void;
  onChanged: () => void;
}): JSX.Element {
  const { follow } = useRouter();
  const { busy, fault, send } = useSending();
  const retire = (): void =>
    send(async () => {
      await call(`/api/v1/sites/${encodeURIComponent(site.ref)}`, {
        method: "PUT",
        body: { ...site, retired: !site.retired },
      });
      onChanged();
    });
  return (
    <tr data-ref={site.ref}>
      <td>
        <span class="cell-main">
          {nameOf(site)}
          {site.retired && <span class="condition">{t("use-retired")}</span>}
        </span>
        <span class="code">{site.ref}</span>
      </td>
      <td>{tOr("site", site.kind)}</td>
      <td>
        {site.windows.map(([from, to]) => (
          <span key={from} class="window">
            {clockOf(from)}–{clockOf(to)}
          </span>
        ))}
      </td>
      <td>
        {UNLOADING.includes(site.kind)
          ? (site.accepts?.map((one) => tOr("load", one)).join(", ") ?? t("sites-acceptsAll"))
          : ""}
      </td>
      <td>
        {site.kind === "sorting_centre"
          ? (site.network ?? (
              <a href="/network/roads" onClick={follow}>
                {t("sites-networkNone")}
              </a>
            ))
          : ""}
      </td>
      {mayKeepSites && (
        <td>
          <span class="row-actions">
            <button type="button" onClick={onEdit} aria-label={t("sites-edit", { ref: site.ref })}>
              {t("form-edit")}
            </button>
            <button type="button" disabled={busy} onClick={retire}>
              {t(site.retired ? "use-restore" : "use-retire")}
            </button>
            {fault ? <Fault error={fault} /> : null}
          </span>
        </td>
      )}
    </tr>
  );
}
