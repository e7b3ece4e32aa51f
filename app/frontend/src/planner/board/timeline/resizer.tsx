import type { JSX } from "preact";
import { t } from "../../../shared/language.ts";

/** Drag, or arrow keys, to give the timeline more or less room. */
export function Resizer({ height, setHeight }: { height: number; setHeight: (height: number) => void }): JSX.Element {
  const clamp = (value: number): number => Math.round(Math.min(window.innerHeight * 0.6, Math.max(90, value)));
  const drag = (event: PointerEvent): void => {
    const from = event.clientY;
    const bar = event.currentTarget as HTMLElement;
    bar.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => setHeight(clamp(height + from - next.clientY));
    bar.addEventListener("pointermove", move);
    bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", move), { once: true });
  };
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowUp" ? 24 : event.key === "ArrowDown" ? -24 : 0;
    if (!step) return;
    event.preventDefault();
    setHeight(clamp(height + step));
  };
  return (
    <div
      class="resizer"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t("timeline-resize")}
      aria-valuenow={height}
      aria-valuemin={90}
      aria-valuemax={600}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={keys}
    />
  );
}
