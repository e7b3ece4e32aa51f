import type { JSX } from "preact";
import type { RoadNetwork } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { LOADS } from "./site-kinds.ts";

interface AcceptedLoadsProps {
  /** null for everything. */
  value: readonly string[] | null;
  onChange: (value: readonly string[] | null) => void;
}

/** Which loads a site takes: everything, or the ticked ones. */
export function AcceptedLoads({ value, onChange }: AcceptedLoadsProps): JSX.Element {
  return (
    <fieldset class="ticks">
      <legend>{t("sites-accepts")}</legend>
      <label class="tick">
        <input
          type="checkbox"
          checked={value === null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : [...LOADS])}
        />{" "}
        {t("sites-acceptsAll")}
      </label>
      {value !== null &&
        LOADS.map((one) => (
          <label key={one} class="tick">
            <input
              type="checkbox"
              checked={value.includes(one)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...value, one] : value.filter((each) => each !== one))
              }
            />{" "}
            {t(`load-${one}`)}
          </label>
        ))}
    </fieldset>
  );
}

interface CentreValue {
  network: string;
  planAt: string;
}

interface CentreFieldsProps {
  value: CentreValue;
  networks: readonly RoadNetwork[];
  onChange: (change: Partial<CentreValue>) => void;
}

/** What only a sorting centre has: its road network, and when its day is planned by itself. */
export function CentreFields({ value, networks, onChange }: CentreFieldsProps): JSX.Element {
  return (
    <div class="pair">
      <label>
        {t("sites-network")}
        <select value={value.network} onChange={(event) => onChange({ network: event.currentTarget.value })}>
          <option value="">{t("sites-networkNone")}</option>
          {networks.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("sites-planAt")}
        <input type="time" value={value.planAt} onInput={(event) => onChange({ planAt: event.currentTarget.value })} />
      </label>
    </div>
  );
}
