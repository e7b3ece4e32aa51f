import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Plan } from "../../../api/types.ts";
import { t, tOr } from "../../../shared/language.ts";
import { isPlanning } from "../../plan/status.ts";
import { format } from "../../session.ts";
import { useBoard } from "../store.ts";

const EVERY_MS = 5000;

/** Tells a screen reader how planning goes, at most every five seconds. */
export function Announcer({ plan }: { plan: Plan }): JSX.Element {
  const { progress } = useBoard();
  const [text, setText] = useState("");
  const planning = isPlanning(plan);
  const wasPlanning = useRef(planning);
  useEffect(() => {
    if (!planning) {
      if (wasPlanning.current) setText(tOr("status", plan.status));
      wasPlanning.current = false;
      return;
    }
    wasPlanning.current = true;
    const say = (): void => {
      const current = progress.value;
      if (current)
        setText(
          t("planning-announce", { phase: tOr("phase", current.phase), percent: format.percent(current.percent) }),
        );
    };
    const timer = setInterval(say, EVERY_MS);
    return () => clearInterval(timer);
  }, [planning, plan.status]);
  return (
    <div class="hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
