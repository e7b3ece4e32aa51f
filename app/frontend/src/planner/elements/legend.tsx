import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";

/** What the symbols mean; folded on small maps. */
export function Legend({ shapes }: { shapes: readonly LegendShape[] }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <div class="legend">
      <button type="button" class="legend-switch" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "down" : "right"} size={12} /> {t("legend-title")}
      </button>
      {open && (
        <ul>
          {shapes.map((shape) => (
            <li key={shape}>
              <LegendMark shape={shape} /> {t(`legend-${shape}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const SHAPES = {
  centre: (
    <>
      <rect x="1" y="1" width="16" height="16" rx="2" class="fill" />
      <path class="cut" d="M9 3.5 14.5 8.5H13V14H5V8.5H3.5Z" />
    </>
  ),
  stop: (
    <>
      <circle cx="9" cy="9" r="7" class="ring" />
      <text x="9" y="12.4" text-anchor="middle">
        3
      </text>
    </>
  ),
  point: (
    <>
      <circle cx="9" cy="9" r="7" class="line" />
      <circle cx="9" cy="9" r="2.6" class="fill" />
    </>
  ),
  institution: <path class="line" d="M9 1.5 16.5 9 9 16.5 1.5 9Z" />,
  unload: (
    <>
      <rect x="1.5" y="1.5" width="15" height="15" rx="2" class="line" />
      <path class="fill" d="M7.2 4h3.6v4h2.7L9 13.6 4.5 8h2.7Z" />
    </>
  ),
  left: (
    <>
      <circle cx="9" cy="9" r="6.5" class="dashed" />
      <path class="dashed-mark" d="M9 5v5 M9 11.8v1" />
    </>
  ),
  hazard: (
    <>
      <path class="danger" d="M9 1 17 16H1Z" />
      <path class="cut" d="M10 5 6.4 10.4h2.2l-.9 3.8 3.9-5.4H9.2Z" />
    </>
  ),
  request: <circle cx="9" cy="9" r="5" class="line" />,
  closed: (
    <>
      <path class="tape-closed" d="M0 9H18" />
      <path class="tape-bars" d="M0 9H18" />
    </>
  ),
  limited: (
    <>
      <path class="tape-limited" d="M0 9H18" />
      <path class="tape-bars" d="M0 9H18" />
    </>
  ),
} as const;

export type LegendShape = keyof typeof SHAPES;

function LegendMark({ shape }: { shape: LegendShape }): JSX.Element {
  return (
    <svg class="legend-mark" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}
