import type { JSX } from "preact";
import type { Centre, Site } from "../../api/types.ts";
import { nameOf, t } from "../../shared/language.ts";
import { PositionField, type PositionValue } from "../elements/position-field.tsx";

const NONE: readonly never[] = [];

interface PlaceFieldsProps {
  /** The chosen site's reference; empty for a position of its own. */
  site: string;
  onSite: (site: string) => void;
  position: PositionValue;
  onPosition: (position: PositionValue) => void;
  sites: readonly Site[];
  centre: Centre;
}

/** Where a request is: at a known site, or at a position of its own. */
export function PlaceFields({ site, onSite, position, onPosition, sites, centre }: PlaceFieldsProps): JSX.Element {
  return (
    <>
      <label>
        {t("form-placeSearch")}
        <select value={site} onChange={(event) => onSite(event.currentTarget.value)}>
          <option value="">{t("form-placeOwn")}</option>
          {sites.map((one) => (
            <option key={one.ref} value={one.ref}>
              {nameOf(one)} ({one.ref})
            </option>
          ))}
        </select>
      </label>
      {!site && (
        <PositionField value={position} onChange={onPosition} network={centre.network} near={centre} spots={NONE} />
      )}
    </>
  );
}
