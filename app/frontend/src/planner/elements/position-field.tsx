import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Centre } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { PlaceMap, type Spot } from "./place-map.tsx";
import { readPosition } from "./spans.ts";

export type Datum = "wgs84" | "gcj02" | "bd09";

export interface PositionValue {
  text: string;
  datum: Datum;
}

interface PositionFieldProps {
  value: PositionValue;
  onChange: (value: PositionValue) => void;
  network: string | null | undefined;
  near: Pick<Centre, "lon" | "lat"> | null;
  spots: readonly Spot[];
  /** Shown while there is no place: west, south, east, north of the roads. */
  box?: readonly [number, number, number, number] | undefined;
}

const DATUMS: readonly Datum[] = ["wgs84", "gcj02", "bd09"];

/** A position pasted in any of the three datums, or clicked on the map. */
export function PositionField({ value, onChange, network, near, spots, box }: PositionFieldProps): JSX.Element {
  const [touched, setTouched] = useState(false);
  const read = readPosition(value.text);
  const wrong = touched && value.text.trim() !== "" && !read;
  const shown: readonly Spot[] =
    spots.length || !near ? spots : [{ lon: near.lon, lat: near.lat, name: "", image: "centre" }];
  return (
    <div class="position">
      <div class="pair">
        <label>
          {t("form-position")}
          <input
            value={value.text}
            required
            onInput={(event) => onChange({ ...value, text: event.currentTarget.value })}
            onBlur={() => setTouched(true)}
            inputMode="decimal"
            autocomplete="off"
            maxLength={80}
            aria-invalid={wrong}
            aria-describedby={wrong || read?.swapped ? "position-hint" : undefined}
          />
        </label>
        <label>
          {t("form-datum")}
          <select
            value={value.datum}
            onChange={(event) => onChange({ ...value, datum: event.currentTarget.value as Datum })}
          >
            {DATUMS.map((one) => (
              <option key={one} value={one}>
                {t(`datum-${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {(wrong || read?.swapped) && (
        <p id="position-hint" class={wrong ? "danger-text" : "quiet-text"}>
          {t(wrong ? "form-badPosition" : "form-swapped")}
        </p>
      )}
      <div class="position-map">
        <PlaceMap
          network={network}
          spots={shown}
          box={box}
          chosen={read && value.datum === "wgs84" ? [read.lon, read.lat] : null}
          onPick={(lon, lat) => onChange({ text: `${lon}, ${lat}`, datum: "wgs84" })}
        />
      </div>
    </div>
  );
}
