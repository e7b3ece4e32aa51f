import "./admin.css";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Organisation } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useLoaded, useSending } from "../elements/loading.ts";
import { useRouter } from "../router.ts";

const KINDS: readonly Organisation["kind"][] = ["sorting_centre", "cooperative", "carrier"];

/** What the organisation is called, what it does, and whom to turn to there. */
export function OrganisationPage(): JSX.Element {
  const { follow } = useRouter();
  const { data, error } = useLoaded<Organisation>("/api/v1/organisation");
  return (
    <main id="main" class="admin">
      <header class="admin-header">
        <h1>{t("organisation-title")}</h1>
        <a class="button" href="/admin/people" onClick={follow}>
          {t("nav-people")}
        </a>
      </header>
      {error ? <Fault error={error} /> : null}
      {data && <OrganisationForm before={data} />}
      <p class="aside quiet-text">
        {t("organisation-others")} <code>huiliu user add</code>
      </p>
    </main>
  );
}

function OrganisationForm({ before }: { before: Organisation }): JSX.Element {
  const [value, setValue] = useState(before);
  const [kept, setKept] = useState(before);
  const [done, setDone] = useState(false);
  const { busy, fault, send } = useSending();
  const set = (change: Partial<Organisation>): void => {
    setDone(false);
    setValue((old) => ({ ...old, ...change }));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { ref: _ref, ...body } = value;
    send(async () => {
      const answer = await call<Organisation>("/api/v1/organisation", { method: "PATCH", body });
      setValue(answer);
      setKept(answer);
      setDone(true);
    });
  };
  const text = (key: "name_zh" | "name_en" | "contact" | "phone", most: number) => ({
    value: value[key],
    maxLength: most,
    autocomplete: "off",
    onInput: (event: { currentTarget: HTMLInputElement }) => set({ [key]: event.currentTarget.value }),
  });
  const same = JSON.stringify(value) === JSON.stringify(kept);
  return (
    <form class="sheet narrow" onSubmit={submit}>
      {fault ? <Fault error={fault} /> : null}
      <label>
        {t("organisation-nameZh")}
        <input {...text("name_zh", 200)} required lang="zh-CN" />
      </label>
      <label>
        {t("organisation-nameEn")}
        <input {...text("name_en", 200)} required lang="en" />
      </label>
      <label>
        {t("organisation-kind")}
        <select
          value={value.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Organisation["kind"] })}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`organisation-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("organisation-contact")}
        <input {...text("contact", 200)} />
      </label>
      <label>
        {t("organisation-phone")}
        <input {...text("phone", 32)} type="tel" />
      </label>
      <p class="quiet-text">
        {t("organisation-ref")} <span class="code">{value.ref}</span>
      </p>
      <div class="save-row">
        <button type="submit" class="primary" disabled={busy || same} aria-busy={busy}>
          {t("people-save")}
        </button>
        {done && (
          <span class="good-text" role="status">
            ✓ {t("organisation-saved")}
          </span>
        )}
      </div>
    </form>
  );
}
