import { stopsOf } from "../plan/stops.ts";
import type { BoardStore } from "./store.ts";

/** Keys of the board; they work only while it has the focus and no field is being written in. */
export function boardKeys(event: KeyboardEvent, store: BoardStore): void {
  if (event.defaultPrevented) return;
  const target = event.target as HTMLElement;
  if (target.closest("input, select, textarea, dialog, [role=separator]")) return;
  const held = event.ctrlKey || event.metaKey || event.altKey;
  const edit = store.actions.editAction(event);
  const action = held ? edit : (edit ?? actionOf(event, target, store));
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(event: KeyboardEvent, target: HTMLElement, { state }: BoardStore): (() => void) | null {
  const onMap = target.closest(".maplibregl-map") !== null;
  switch (event.key) {
    case "ArrowDown":
      return onMap ? null : () => state.stepStop(1);
    case "ArrowUp":
      return onMap ? null : () => state.stepStop(-1);
    case "]":
      return () => state.stepRoute(1);
    case "[":
      return () => state.stepRoute(-1);
    case "Enter":
      return target.closest("button, a") ? null : () => openDetail(state);
    case "Escape":
      return state.clearSelection;
    case "f":
    case "F":
      return () => {
        state.fitMap.value++;
      };
    case "u":
    case "U":
      return () => state.showTab(state.tab.value === "out" ? "routes" : "out");
    case "/":
      return () => document.getElementById("list-search")?.focus();
    case "?":
      return () => {
        state.dialog.value = "keys";
      };
    default:
      return null;
  }
}

/** Enter: into the detail of the selected stop, taking a route's first stop when none is selected. */
function openDetail({ plan, select, selectedRoute, selectedVisit }: BoardStore["state"]): void {
  const route = selectedRoute.value ?? plan.value?.routes[0];
  if (route && !selectedVisit.value) select(route.number, stopsOf(route)[0]?.id ?? null);
  document.querySelector<HTMLElement>(".board-detail")?.focus();
}
