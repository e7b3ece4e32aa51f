import type { JSX } from "preact";

const PATHS = {
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  eyeOff:
    "M2.5 2.5l11 11 " +
    "M6.2 3.8A6 6 0 0 1 8 3.5C12 3.5 14.5 8 14.5 8a12 12 0 0 1-1.8 2.3 " +
    "M4 5.2A12 12 0 0 0 1.5 8S4 12.5 8 12.5a6 6 0 0 0 2.6-.6",
  fit: "M2.5 6V2.5H6 M10 2.5h3.5V6 M13.5 10v3.5H10 M6 13.5H2.5V10",
  layers: "M8 2 14 5.5 8 9 2 5.5Z M2.5 8.5 8 11.7l5.5-3.2 M2.5 11 8 14.2 13.5 11",
  warning: "M8 2 14.5 13.5h-13Z M8 6v4 M8 11.6v.6",
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4 4l8 8 M12 4l-8 8",
  copy: "M5.5 5.5h8v8h-8Z M2.5 10.5v-8h8",
  sun:
    "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z M8 1v1.6 M8 13.4V15 M1 8h1.6 " +
    "M13.4 8H15 M3 3l1.1 1.1 M11.9 11.9 13 13 M13 3l-1.1 1.1 M4.1 11.9 3 13",
  moon: "M13 9.8A5.5 5.5 0 0 1 6.2 3a5.5 5.5 0 1 0 6.8 6.8Z",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  phone:
    "M3.5 2.5h2.6l1.2 3-1.6 1.2a8 8 0 0 0 3.6 3.6" +
    "l1.2-1.6 3 1.2v2.6c0 .6-.5 1-1 1C6.8 13.5 2.5 9.2 2.5 3.5c0-.5.4-1 1-1Z",
  navigate: "M13.5 2.5 9 13.5 7.2 8.8 2.5 7Z",
  list: "M5.5 4h8 M5.5 8h8 M5.5 12h8 M2.5 4h.4 M2.5 8h.4 M2.5 12h.4",
  map: "M2 4l4-1.5 4 1.5 4-1.5V12l-4 1.5L6 12l-4 1.5Z M6 2.5V12 M10 4v9.5",
  next: "M3 8h9 M8.5 4 12.5 8l-4 4",
  clock: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2Z M8 4.8V8l2.3 1.6",
  doubleCheck: "M1.5 8.5 4.5 11.5 10 5 M7 11l.8.8L14.5 5",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6 M5.8 3.5 2.8 6.5l3 3",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10 M10.2 3.5l3 3-3 3",
  pencil: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3Z M9 4.7 11.3 7",
  lock: "M4 7.5h8v6H4Z M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  pin: "M5.5 2.5h5 M6.5 2.5v4L4.5 9h7l-2-2.5v-4 M8 9v4.5",
  external: "M6.5 3.5h-4v10h10v-4 M9 2.5h4.5V7 M13.5 2.5 7.5 8.5",
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon, 16 px unless told; always beside a word or inside a control with a label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** Red triangle with "!": a broken rule. Without a label it only repeats the words beside it. */
export function Violation({ label }: { label: string }): JSX.Element {
  return (
    <svg
      class="violation"
      width="14"
      height="14"
      viewBox="0 0 14 14"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      <path d="M7 1 13.5 13H.5Z" />
      <rect x="6.25" y="5" width="1.5" height="4" />
      <rect x="6.25" y="10" width="1.5" height="1.5" />
    </svg>
  );
}
