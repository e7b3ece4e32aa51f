import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

interface FigureProps {
  value: ComponentChildren;
  label: string;
  method?: string | undefined;
  tone?: "danger" | "warning" | "good";
}

/** One figure with its word; method and source on hover and focus, never hidden from a keyboard. */
export function Figure({ value, label, method, tone }: FigureProps): JSX.Element {
  const id = useId();
  return (
    <div
      class={`figure ${tone ?? ""}`}
      role="group"
      aria-label={label}
      tabIndex={method ? 0 : undefined}
      aria-describedby={method ? id : undefined}
    >
      <b>{value}</b>
      <span class={method ? "figure-label has-method" : "figure-label"}>{label}</span>
      {method && (
        <span class="tip" role="tooltip" id={id}>
          {method}
        </span>
      )}
    </div>
  );
}
