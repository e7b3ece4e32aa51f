import type { JSX } from "preact";
import { t, tOr } from "../../shared/language.ts";

export interface Held {
  skills: readonly string[];
  valid_until: Readonly<Record<string, string>>;
}

const ENDING: readonly string[] = ["lithium", "damaged_battery"];

/** What a truck or a person can do; a certificate with the last day it holds. */
export function SkillsField({
  known,
  held,
  onChange,
}: {
  known: readonly string[];
  held: Held;
  onChange: (held: Held) => void;
}): JSX.Element {
  const all = [...new Set([...known, ...held.skills])];
  const tick = (skill: string, on: boolean): void => {
    const { [skill]: _gone, ...rest } = held.valid_until;
    onChange({
      skills: on ? [...held.skills, skill] : held.skills.filter((one) => one !== skill),
      valid_until: on ? held.valid_until : rest,
    });
  };
  return (
    <fieldset class="ticks">
      <legend>{t("fleet-skills")}</legend>
      {all.map((skill) => (
        <span key={skill} class="skill">
          <label class="tick">
            <input
              type="checkbox"
              checked={held.skills.includes(skill)}
              onChange={(event) => tick(skill, event.currentTarget.checked)}
            />{" "}
            {tOr("skill", skill)}
          </label>
          {held.skills.includes(skill) && ENDING.includes(skill) && (
            <input
              type="date"
              aria-label={t("fleet-validUntil", { skill: tOr("skill", skill) })}
              value={held.valid_until[skill] ?? ""}
              onChange={(event) => {
                const { [skill]: _before, ...rest } = held.valid_until;
                onChange({
                  ...held,
                  valid_until: event.currentTarget.value ? { ...rest, [skill]: event.currentTarget.value } : rest,
                });
              }}
            />
          )}
        </span>
      ))}
    </fieldset>
  );
}

/** Skills as a row of a table tells them; certificates that have ended stand out. */
export function SkillsShown({ skills, valid_until, today }: Held & { today: string }): JSX.Element {
  return (
    <>
      {skills.map((skill) => {
        const until = valid_until[skill];
        const over = until !== undefined && until < today;
        return (
          <span key={skill} class={over ? "window danger-text" : "window"}>
            {tOr("skill", skill)}
            {until && ` ${until}`}
            {over && ` · ${t("fleet-expired")}`}
          </span>
        );
      })}
    </>
  );
}
