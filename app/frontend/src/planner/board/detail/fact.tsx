import type { ComponentChildren, JSX } from "preact";

/** One fact; `planned` ones are old until the server has answered a change. */
export function Fact({
  label,
  planned = false,
  children,
}: {
  label: string;
  planned?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd class={planned ? "planned" : undefined}>{children}</dd>
    </div>
  );
}
