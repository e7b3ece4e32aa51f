import type { JSX } from "preact";
import type { Material } from "../../api/types.ts";
import { nameOf, t } from "../../shared/language.ts";
import { batteriesOf, type ItemLine, isBattery, NEW_LINE, needsPacking } from "./item-line.ts";

const CONDITIONS = ["intact", "damaged", "undiagnosable", "critical"] as const;

interface ItemLinesProps {
  lines: readonly ItemLine[];
  materials: readonly Material[];
  onChange: (lines: readonly ItemLine[]) => void;
}

/** What is to be collected, line by line, with what the law asks of batteries. */
export function ItemLines({ lines, materials, onChange }: ItemLinesProps): JSX.Element {
  const batteries = batteriesOf(lines, materials);
  const critical = batteries.some((line) => line.condition === "critical");
  const damaged = batteries.some(needsPacking);
  return (
    <fieldset>
      <legend>{t("form-items")}</legend>
      {lines.map((line, at) => (
        <Line
          key={at}
          at={at}
          line={line}
          materials={materials}
          only={lines.length === 1}
          onChange={(change) => onChange(lines.map((old, index) => (index === at ? { ...old, ...change } : old)))}
          onRemove={() => onChange(lines.filter((_line, index) => index !== at))}
        />
      ))}
      <button type="button" onClick={() => onChange([...lines, NEW_LINE])}>
        {t("form-addItem")}
      </button>
      {critical && (
        <p class="fault" role="alert">
          {t("lithium-critical")}
        </p>
      )}
      {damaged && <p class="notice">{t("lithium-damaged")}</p>}
    </fieldset>
  );
}

interface LineProps {
  at: number;
  line: ItemLine;
  materials: readonly Material[];
  only: boolean;
  onChange: (change: Partial<ItemLine>) => void;
  onRemove: () => void;
}

function Line({ at, line, materials, only, onChange, onRemove }: LineProps): JSX.Element {
  const battery = isBattery(line, materials);
  return (
    <div class="item-line">
      <label>
        {t("form-material")}
        <select
          value={line.material}
          required
          onChange={(event) => onChange({ material: event.currentTarget.value, kg: "", litres: "" })}
        >
          <option value="" />
          {materials.map((one) => (
            <option key={one.ref} value={one.ref}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <label class="narrow-field">
        {t("form-quantity")}
        <input
          type="number"
          min={1}
          max={10000}
          required
          value={line.quantity}
          onInput={(event) => onChange({ quantity: Number(event.currentTarget.value), kg: "", litres: "" })}
        />
      </label>
      {battery && (
        <label>
          {t("requests-condition")}
          <select value={line.condition} onChange={(event) => onChange({ condition: event.currentTarget.value })}>
            {CONDITIONS.map((one) => (
              <option key={one} value={one}>
                {t(`condition-${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {battery && needsPacking(line) && (
        <label>
          {t("form-packing")}
          <input
            value={line.packing}
            required
            maxLength={200}
            onInput={(event) => onChange({ packing: event.currentTarget.value })}
          />
        </label>
      )}
      {!only && (
        <button type="button" class="quiet" aria-label={t("form-removeItem", { n: at + 1 })} onClick={onRemove}>
          {t("form-remove")}
        </button>
      )}
    </div>
  );
}
