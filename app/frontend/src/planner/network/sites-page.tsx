import { IMAGES, KINDS } from "./site-kinds.ts";
import "../elements/work.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RoadNetwork, Site } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { nameOf, t } from "../../shared/language.ts";
import { NextStep } from "../elements/first-steps.tsx";
import { useLoaded } from "../elements/loading.ts";
import { usePages } from "../elements/paging.tsx";
import { PlaceMap, type Spot } from "../elements/place-map.tsx";
import { useRouter } from "../router.ts";
import { mayKeepSites } from "../session.ts";
import { SiteForm } from "./site-form.tsx";
import { Row } from "./site-row.tsx";

/** Every place: found, added, changed, taken out of use. */
export function SitesPage(): JSX.Element {
  const { param, setParams, follow } = useRouter();
  const retired = param("retired") === "1";
  const sites = useLoaded<Site[]>(`/api/v1/sites?retired=${retired}`);
  const networks = useLoaded<RoadNetwork[]>("/api/v1/networks");
  const [form, setForm] = useState<{ site: Site | null } | null>(param("add") ? { site: null } : null);
  const [turn, setTurn] = useState(0);
  const q = (param("q") ?? "").toLowerCase();
  const kind = param("kind") ?? "";
  useEffect(() => {
    document.title = `${t("sites-title")} · ${t("app-name")}`;
  }, []);
  const found = (sites.data ?? []).filter(
    (one) =>
      (!kind || one.kind === kind) &&
      `${one.ref} ${one.name_zh} ${one.name_en} ${one.address}`.toLowerCase().includes(q),
  );
  const { shown, pages } = usePages(found);
  const spots = found.map(
    (one): Spot => ({ lon: one.lon, lat: one.lat, name: nameOf(one), image: IMAGES[one.kind] ?? "collection_point" }),
  );
  const close = (): void => {
    setForm(null);
    setParams({ add: null });
  };
  const network = sites.data?.find((one) => one.network)?.network ?? networks.data?.[0]?.name;
  return (
    <main id="main" class="work">
      <header class="work-header">
        <h1>
          {t("sites-title")} {sites.data && <span class="count">{sites.data.length}</span>}
        </h1>
        {mayKeepSites && (
          <a class="button" href="/network/sites/import" onClick={follow}>
            {t("requests-import")}
          </a>
        )}
        {mayKeepSites && (
          <button type="button" class="primary" onClick={() => setForm({ site: null })}>
            {t("sites-add")}
          </button>
        )}
      </header>
      <NextStep turn={turn} here="/network/sites" />
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label class="grow">
          {t("use-search")}
          <input
            type="search"
            value={param("q") ?? ""}
            onInput={(event) => setParams({ q: event.currentTarget.value })}
          />
        </label>
        <label>
          {t("sites-kind")}
          <select value={kind} onChange={(event) => setParams({ kind: event.currentTarget.value })}>
            <option value="">{t("requests-any")}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`site-${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={retired}
            onChange={(event) => setParams({ retired: event.currentTarget.checked ? "1" : null })}
          />{" "}
          {t("use-showRetired")}
        </label>
      </form>
      {sites.error ? <Fault error={sites.error} /> : null}
      <div class="work-split">
        <section class="work-list" aria-label={t("sites-title")} tabIndex={0}>
          {sites.data?.length === 0 && <p class="empty">{t("sites-none")}</p>}
          {found.length > 0 && (
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("form-name")}</th>
                  <th scope="col">{t("sites-kind")}</th>
                  <th scope="col">{t("sites-hours")}</th>
                  <th scope="col">{t("sites-accepts")}</th>
                  <th scope="col">{t("sites-network")}</th>
                  {mayKeepSites && <th scope="col">{t("requests-actions")}</th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <Row key={one.ref} site={one} onEdit={() => setForm({ site: one })} onChanged={sites.reload} />
                ))}
              </tbody>
            </table>
          )}
          {pages}
        </section>
        <section class="work-map" aria-label={t("board-map")}>
          <PlaceMap network={network} spots={spots} box={networks.data?.find((one) => one.name === network)?.bbox} />
        </section>
      </div>
      {form && networks.data && sites.data && (
        <SiteForm
          site={form.site}
          sites={sites.data}
          networks={networks.data}
          onClose={close}
          onSaved={() => {
            close();
            sites.reload();
            setTurn(turn + 1);
          }}
        />
      )}
    </main>
  );
}
