import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { call } from "../../shared/api.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { follow } from "../router.ts";
import { useLoaded, useSending } from "./loaded.ts";
import type { Organisation, OrganisationKind } from "./types.ts";

const KINDS: readonly OrganisationKind[] = ["sorting_centre", "cooperative", "carrier"];

/** What the organisation is called, what it does, and whom to turn to there. */
export function OrganisationPage(): JSX.Element {
  const { data, error } = useLoaded<Organisation>("/api/v1/organisation");
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("organisation.title")}</h1>
        <a class="button" href="/admin/people" onClick={follow}>{t("nav.people")}</a>
      </header>
      {error ? <Fault error={error} /> : null}
      {data && <OrganisationForm before={data} />}
      <p class="aside quiet-text">{t("organisation.others")} <code>huiliu user add</code></p>
    </main>
  );
}

function OrganisationForm({ before }: { before: Organisation }): JSX.Element {
  const { ref, ...rest } = before;
  const [value, setValue] = useState(rest);
  const [saved, setSaved] = useState(rest);
  const [done, setDone] = useState(false);
  const { busy, fault, send } = useSending();
  const set = (change: Partial<typeof value>): void => {
    setDone(false);
    setValue((old) => ({ ...old, ...change }));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send(async () => {
      const { ref: _ref, ...kept } = await call<Organisation>("/api/v1/organisation", { method: "PATCH", body: value });
      setValue(kept);
      setSaved(kept);
      setDone(true);
    });
  };
  const same = JSON.stringify(value) === JSON.stringify(saved);
  return (
    <form class="sheet narrow" onSubmit={submit}>
      {fault ? <Fault error={fault} /> : null}
      <label>{t("organisation.nameZh")}<input value={value.name_zh} required maxLength={200} autocomplete="off" lang="zh-CN" onInput={(event) => set({ name_zh: event.currentTarget.value })} /></label>
      <label>{t("organisation.nameEn")}<input value={value.name_en} required maxLength={200} autocomplete="off" lang="en" onInput={(event) => set({ name_en: event.currentTarget.value })} /></label>
      <label>{t("organisation.kind")}
        <select value={value.kind} onChange={(event) => set({ kind: event.currentTarget.value as OrganisationKind })}>
          {KINDS.map((one) => <option key={one} value={one}>{t(`organisation.${one}`)}</option>)}
        </select>
      </label>
      <label>{t("organisation.contact")}<input value={value.contact} maxLength={200} autocomplete="off" onInput={(event) => set({ contact: event.currentTarget.value })} /></label>
      <label>{t("organisation.phone")}<input type="tel" value={value.phone} maxLength={32} autocomplete="off" onInput={(event) => set({ phone: event.currentTarget.value })} /></label>
      <p class="quiet-text">{t("organisation.ref")} <span class="code">{ref}</span></p>
      <div class="save-row"><button type="submit" class="primary" disabled={busy || same} aria-busy={busy}>{t("people.save")}</button>{done && <span class="good-text" role="status">✓ {t("organisation.saved")}</span>}</div>
    </form>
  );
}
