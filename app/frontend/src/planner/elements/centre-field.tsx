import type { JSX } from "preact";
import type { Centre } from "../../api/types.ts";
import { nameOf, t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";

/** Chooses the sorting centre of a page; the choice is in the page's address. */
export function CentreField({ centres, centre }: { centres: readonly Centre[]; centre: Centre }): JSX.Element {
  const { setParams } = useRouter();
  return (
    <label>
      {t("today-centre")}
      <select value={centre.ref} onChange={(event) => setParams({ centre: event.currentTarget.value })}>
        {centres.map((one) => (
          <option key={one.ref} value={one.ref}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
