import { editAction } from "./editing/actions.ts";
import type { BoardDialog } from "./state.ts";
import {
  clearSelection,
  fitMap,
  plan,
  select,
  selectedRoute,
  selectedVisit,
  showTab,
  stepRoute,
  stepStop,
  stopsOf,
  tab,
} from "./state.ts";

/** Keys of the board; they work only while it has the focus and no field is being written in. */
export function boardKeys(event: KeyboardEvent, open: (dialog: BoardDialog) => void): void {
  if (event.defaultPrevented) return;
  const target = event.target as HTMLElement;
  if (target.closest("input, select, textarea, dialog, [role=separator]")) return;
  const held = event.ctrlKey || event.metaKey || event.altKey;
  const action = held ? editAction(event) : (editAction(event) ?? actionOf(event, target, open));
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(event: KeyboardEvent, target: HTMLElement, open: (dialog: BoardDialog) => void): (() => void) | null {
  const onMap = target.closest(".maplibregl-map") !== null;
  switch (event.key) {
    case "ArrowDown":
      return onMap ? null : () => stepStop(1);
    case "ArrowUp":
      return onMap ? null : () => stepStop(-1);
    case "]":
      return () => stepRoute(1);
    case "[":
      return () => stepRoute(-1);
    case "Enter":
      return target.closest("button, a") ? null : openDetail;
    case "Escape":
      return clearSelection;
    case "f":
    case "F":
      return () => fitMap.value++;
    case "u":
    case "U":
      return () => showTab(tab.value === "out" ? "routes" : "out");
    case "/":
      return () => document.getElementById("list-search")?.focus();
    case "?":
      return () => open("keys");
    default:
      return null;
  }
}

/** Enter: into the detail of the selected stop, taking a route's first stop when none is selected. */
function openDetail(): void {
  const route = selectedRoute.value ?? plan.value?.routes[0];
  if (route && !selectedVisit.value) select(route.number, stopsOf(route)[0]?.id ?? null);
  document.querySelector<HTMLElement>(".board-detail")?.focus();
}
