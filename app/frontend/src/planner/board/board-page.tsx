import "./board.css";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Plan } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { isPlanning } from "../plan/status.ts";
import { useTruckNames } from "../plan/truck-names.ts";
import { useRouter } from "../router.ts";
import { Detail } from "./detail/detail.tsx";
import { DragLayer } from "./editing/drag-layer.tsx";
import { MoveDialog } from "./editing/move-dialog.tsx";
import { Notices } from "./editing/notices.tsx";
import { Announcer } from "./header/announcer.tsx";
import { BoardHeader } from "./header/board-header.tsx";
import { KeysDialog } from "./header/keys-dialog.tsx";
import { LinksDialog } from "./header/links-dialog.tsx";
import { boardKeys } from "./keys.ts";
import { ListTabs } from "./list/list-tabs.tsx";
import { RouteList } from "./list/route-list.tsx";
import { UnassignedList } from "./list/unassigned-list.tsx";
import { followPlan } from "./live.ts";
import { BoardMap } from "./map/board-map.tsx";
import type { BoardDialog } from "./state.ts";
import { BoardContext, createBoardStore, useBoard, useBoardStore } from "./store.ts";
import { Timeline } from "./timeline/timeline.tsx";

const CLOCK_MS = 30_000;

/** The plan board: who goes where, when, full or late, and what stays behind. */
export function BoardPage({ id }: { id: string }): JSX.Element {
  const router = useRouter();
  const trucks = useTruckNames();
  const store = useMemo(() => createBoardStore(router, trucks), [id]);
  useEffect(() => store.dispose, [store]);
  return (
    <BoardContext.Provider value={store}>
      <Board key={id} id={id} />
    </BoardContext.Provider>
  );
}

function Board({ id }: { id: string }): JSX.Element {
  const store = useBoardStore();
  const { dialog, now, plan, progress, tab } = store.state;
  const [fault, setFault] = useState<unknown>(null);

  useEffect(() => {
    const tick = setInterval(() => {
      now.value = new Date();
    }, CLOCK_MS);
    const stop = followPlan(store.state, id, setFault);
    const unwatch = store.colleagues.watchColleagues();
    // A row that had the focus may go to another truck: the keys then come from the page itself.
    const keys = (event: KeyboardEvent): void => {
      if (event.target === document.body) boardKeys(event, store);
    };
    document.addEventListener("keydown", keys);
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
    document.title = `${prefix}${t("nav-plan")} · ${t("app-name")}`;
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
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  return (
    <main id="main" class="board" tabIndex={-1} onKeyDown={(event) => boardKeys(event, store)}>
      <BoardHeader plan={current} />
      <div class="board-notices">
        <Notices plan={current} />
      </div>
      <section class="board-list" aria-label={t("board-list")}>
        <ListTabs plan={current} />
        <div class="board-scroll" role="tabpanel" id="list-panel" aria-labelledby={`tab-${tab.value}`} tabIndex={-1}>
          {tab.value === "routes" ? <RouteList plan={current} /> : <UnassignedList plan={current} />}
        </div>
      </section>
      <section class="board-map" aria-label={t("board-map")}>
        <BoardMap plan={current} />
      </section>
      <section class="board-detail" aria-label={t("board-detail")} tabIndex={0}>
        <Detail plan={current} />
      </section>
      <Timeline plan={current} />
      <Announcer plan={current} />
      <OpenDialog plan={current} dialog={dialog.value} />
      <DragLayer plan={current} />
    </main>
  );
}

function OpenDialog({ plan, dialog }: { plan: Plan; dialog: BoardDialog }): JSX.Element | null {
  const board = useBoard();
  const close = (): void => {
    board.dialog.value = null;
  };
  if (!dialog) return null;
  if (dialog === "keys") return <KeysDialog onClose={close} />;
  if (dialog === "links") return <LinksDialog onClose={close} />;
  return <MoveDialog key={dialog.move} plan={plan} task={dialog.move} name={dialog.name} onClose={close} />;
}
