import type { JSX } from "preact";
import type { Violation } from "../../api/types.ts";
import { Violation as Mark } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import { excessText, remedyText, ruleText, sourceOf } from "./violations.ts";

/** Rule, amount, whose rule it is, and what makes it right. */
export function ViolationList({ violations }: { violations: readonly Violation[] }): JSX.Element | null {
  if (!violations.length) return null;
  return (
    <ul class="violations">
      {violations.map((one, k) => (
        <li key={k}>
          <ViolationText violation={one} />
        </li>
      ))}
    </ul>
  );
}

export function ViolationText({ violation }: { violation: Violation }): JSX.Element {
  const remedy = remedyText(violation);
  const by = excessText(violation, format);
  const rule = ruleText(violation);
  return (
    <>
      <Mark label="" /> <b>{rule}</b>
      {by !== rule && <> · {by}</>} <span class="quiet-text">{t(`source-${sourceOf(violation)}`)}</span>
      {remedy && <span class="remedy">→ {remedy}</span>} <span class="code">({violation.code})</span>
    </>
  );
}
