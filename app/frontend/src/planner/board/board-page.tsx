import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { Detail } from "./detail/detail.tsx";
import { openMove } from "./editing/actions.ts";
import { watchColleagues } from "./editing/colleagues.ts";
import { DragLayer } from "./editing/drag-layer.tsx";
import { MoveDialog } from "./editing/move-dialog.tsx";
import { Notices } from "./editing/notices.tsx";
import { Announcer } from "./header/announcer.tsx";
import { BoardHeader } from "./header/board-header.tsx";
import { KeysDialog } from "./header/keys-dialog.tsx";
import { LinksDialog } from "./header/links-dialog.tsx";
import { boardKeys } from "./keys.ts";
import { Tabs } from "./list/list-tabs.tsx";
import { RouteList } from "./list/route-list.tsx";
import { LeftOutList } from "./list/unassigned-list.tsx";
import { clearBoard, followPlan } from "./live.ts";
import { BoardMap } from "./map/board-map.tsx";
import type { BoardDialog } from "./state.ts";
import { isPlanning, now, plan, progress, tab } from "./state.ts";
import { Timeline } from "./timeline/timeline.tsx";

/** The plan board: who goes where, when, full or late, and what stays behind. */
export function Board({ id }: { id: string }): JSX.Element {
  const [fault, setFault] = useState<unknown>(null);
  const [dialog, setDialog] = useState<BoardDialog>(null);
  const board = useRef<HTMLElement>(null);

  useEffect(() => {
    clearBoard();
    setFault(null);
    const tick = setInterval(() => (now.value = new Date()), 30_000);
    const stop = followPlan(id, setFault);
    const unwatch = watchColleagues();
    // A row that had the focus may go to another truck: the keys then come from the page itself.
    const keys = (event: KeyboardEvent): void => {
      if (event.target === document.body) boardKeys(event, setDialog);
    };
    document.addEventListener("keydown", keys);
    openMove.value = (move, name) => setDialog({ move, name });
    return () => {
      stop();
      unwatch();
      document.removeEventListener("keydown", keys);
      clearInterval(tick);
    };
  }, [id]);

  const current = plan.value;
  const percent = progress.value?.percent;
  useEffect(() => {
    const prefix = isPlanning(current) && percent !== undefined ? `${Math.round(percent)} % · ` : "";
    document.title = `${prefix}${t("nav.plan")} · ${t("app.name")}`;
  }, [current?.status, percent]);

  if (fault && !current)
    return (
      <main id="main" class="lone">
        <Fault error={fault} />
      </main>
    );
  if (!current)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board.loading")}</p>
      </main>
    );
  return (
    <main id="main" class="board" ref={board} tabIndex={-1} onKeyDown={(event) => boardKeys(event, setDialog)}>
      <BoardHeader plan={current} onLinks={() => setDialog("links")} onKeys={() => setDialog("keys")} />
      <div class="board-notices">
        <Notices plan={current} />
      </div>
      <section class="board-list" aria-label={t("board.list")}>
        <Tabs plan={current} />
        <div class="board-scroll" role="tabpanel" id="list-panel" aria-labelledby={`tab-${tab.value}`} tabIndex={-1}>
          {tab.value === "routes" ? <RouteList plan={current} /> : <LeftOutList plan={current} />}
        </div>
      </section>
      <section class="board-map" aria-label={t("board.map")}>
        <BoardMap plan={current} />
      </section>
      <section class="board-detail" aria-label={t("board.detail")} tabIndex={0}>
        <Detail plan={current} />
      </section>
      <Timeline plan={current} />
      <Announcer plan={current} />
      {dialog === "keys" && <KeysDialog onClose={() => setDialog(null)} />}
      {dialog === "links" && <LinksDialog onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === "object" && (
        <MoveDialog
          key={dialog.move}
          plan={current}
          task={dialog.move}
          name={dialog.name}
          onClose={() => setDialog(null)}
        />
      )}
      <DragLayer plan={current} />
    </main>
  );
}
