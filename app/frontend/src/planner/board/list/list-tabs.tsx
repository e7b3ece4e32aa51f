import type { JSX } from "preact";
import type { Plan } from "../../../api/types.ts";
import { t } from "../../../shared/language.ts";
import { useBoard } from "../store.ts";

/** Routes | Left out. */
export function ListTabs({ plan }: { plan: Plan }): JSX.Element {
  const { showTab, tab } = useBoard();
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    showTab(tab.value === "routes" ? "out" : "routes");
    document.getElementById(`tab-${tab.value}`)?.focus();
  };
  const one = (name: "routes" | "out", text: string, count: number): JSX.Element => (
    <button
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-selected={tab.value === name}
      aria-controls="list-panel"
      tabIndex={tab.value === name ? 0 : -1}
      onClick={() => showTab(name)}
    >
      {text} <span class={name === "out" && count > 0 ? "count warn" : "count"}>{count}</span>
    </button>
  );
  return (
    <div class="tabs" role="tablist" aria-label={t("board-list")} onKeyDown={keys}>
      {one("routes", t("tabs-routes"), plan.routes.length)}
      {one("out", t("tabs-out"), plan.unassigned.length)}
    </div>
  );
}
