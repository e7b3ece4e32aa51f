import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { Fault } from "../shared/fault.tsx";
import { t } from "../shared/language.ts";
import { Announcer } from "./announcer.tsx";
import { BoardHeader } from "./board-header.tsx";
import { boardKeys } from "./board-keys.ts";
import { BoardMap } from "./board-map.tsx";
import { isPlanning, now, plan, progress, tab } from "./board-state.ts";
import { Detail } from "./detail.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { LeftOutList } from "./left-out.tsx";
import { clearBoard, followPlan } from "./live.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { RouteList } from "./route-list.tsx";
import { Tabs } from "./tabs.tsx";
import { Timeline } from "./timeline.tsx";

export type BoardDialog = "keys" | "publish" | null;

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
    return () => {
      stop();
      clearInterval(tick);
    };
  }, [id]);

  const current = plan.value;
  const percent = progress.value?.percent;
  useEffect(() => {
    const prefix = isPlanning(current) && percent !== undefined ? `${Math.round(percent)} % · ` : "";
    document.title = `${prefix}${t("nav.plan")} · ${t("app.name")}`;
  }, [current?.status, percent]);

  if (fault && !current) return <main id="main" class="lone"><Fault error={fault} /></main>;
  if (!current) return <main id="main" class="lone" aria-busy="true"><p class="quiet-text">{t("board.loading")}</p></main>;
  return (
    <main id="main" class="board" ref={board} tabIndex={-1} onKeyDown={(event) => boardKeys(event, setDialog)}>
      <BoardHeader plan={current} onPublish={() => setDialog("publish")} onKeys={() => setDialog("keys")} />
      <section class="board-list" aria-label={t("board.list")}>
        <Tabs plan={current} />
        <div class="board-scroll" role="tabpanel" id="list-panel" aria-labelledby={`tab-${tab.value}`} tabIndex={-1}>
          {tab.value === "routes" ? <RouteList plan={current} /> : <LeftOutList plan={current} />}
        </div>
      </section>
      <section class="board-map" aria-label={t("board.map")}><BoardMap plan={current} /></section>
      <section class="board-detail" aria-label={t("board.detail")} tabIndex={0}><Detail plan={current} /></section>
      <Timeline plan={current} />
      <Announcer plan={current} />
      {dialog === "keys" && <KeysDialog onClose={() => setDialog(null)} />}
      {dialog === "publish" && <PublishDialog plan={current} onClose={() => setDialog(null)} />}
    </main>
  );
}
