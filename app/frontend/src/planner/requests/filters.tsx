import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Centre } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { CentreField } from "../elements/centre-field.tsx";
import { useRouter } from "../router.ts";

const STATES = ["open", "planned", "collected", "failed", "cancelled"] as const;

const CONDITIONS = ["intact", "damaged", "undiagnosable", "critical"] as const;

export function Filters({
  centre,
  centres,
  date,
}: {
  centre: Centre;
  centres: readonly Centre[];
  date: string;
}): JSX.Element {
  const { param, setParams } = useRouter();
  const [text, setText] = useState(param("q") ?? "");
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setParams({ q: text });
      }}
    >
      <CentreField centres={centres} centre={centre} />
      <label>
        {t("today-date")}
        <input
          type="date"
          value={date}
          onChange={(event) => {
            if (event.currentTarget.value) setParams({ date: event.currentTarget.value, until: null });
          }}
        />
      </label>
      <label>
        {t("requests-until")}
        <input
          type="date"
          value={param("until") ?? ""}
          min={date}
          onChange={(event) => setParams({ until: event.currentTarget.value })}
        />
      </label>
      <label>
        {t("requests-state")}
        <select value={param("status") ?? ""} onChange={(event) => setParams({ status: event.currentTarget.value })}>
          <option value="">{t("requests-any")}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t(`request-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("requests-condition")}
        <select
          value={param("condition") ?? ""}
          onChange={(event) => setParams({ condition: event.currentTarget.value })}
        >
          <option value="">{t("requests-any")}</option>
          {CONDITIONS.map((one) => (
            <option key={one} value={one}>
              {t(`condition-${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        {t("use-search")}
        <input
          type="search"
          value={text}
          maxLength={100}
          placeholder={t("requests-search")}
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={() => setParams({ q: text })}
        />
      </label>
    </form>
  );
}
