import { ApiError, call } from "../../api/client.ts";
import type { Plan, Progress, ReportEvent } from "../../api/types.ts";
import { isPlanning, withReports } from "../plan/status.ts";
import type { BoardState } from "./state.ts";

const POLL_MS = 2000;
const REDRAW_MS = 500; // at most two redraws a second while planning
const SILENCE_MS = 20_000;

/** Follow one plan until stopped: its stream, or polling when the stream cannot be had. */
export function followPlan(board: BoardState, id: string, onFault: (error: unknown) => void): () => void {
  const { plan, progress, costs, events, connection } = board;
  const path = `/api/v1/plans/${encodeURIComponent(id)}`;
  let stopped = false;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heard = Date.now();
  let lastDraw = 0;
  let waiting: Progress | null = null;

  const load = async (): Promise<void> => {
    try {
      const next = await call<Plan>(path);
      const reports = next.status === "published" ? await call<ReportEvent[]>(`${path}/events`) : [];
      if (stopped) return;
      plan.value = next;
      events.value = reports;
      if (!isPlanning(next)) progress.value = null;
    } catch (error) {
      if (!stopped && (!plan.value || error instanceof ApiError)) onFault(error);
      if (!stopped) connection.value = "lost";
    }
  };

  const draw = (): void => {
    if (!waiting || stopped) return;
    const next = waiting;
    waiting = null;
    lastDraw = Date.now();
    progress.value = next;
    if (next.cost !== null && next.cost !== costs.value.at(-1)?.cost)
      costs.value = [...costs.value, { at: next.at, cost: next.cost }];
  };

  const onProgress = (data: Progress): void => {
    const first = waiting === null;
    waiting = data;
    if (first) setTimeout(draw, Math.max(0, lastDraw + REDRAW_MS - Date.now()));
  };

  const poll = async (): Promise<void> => {
    await load();
    if (stopped) return;
    if (connection.value === "lost" || isPlanning(plan.value) || plan.value?.status === "published") {
      timer = setTimeout(() => void poll(), isPlanning(plan.value) ? POLL_MS : 5 * POLL_MS);
    }
    if (plan.value && connection.value === "lost") connection.value = "polling";
  };

  const listen = (): void => {
    source = new EventSource(`${path}/stream`);
    source.onopen = () => {
      heard = Date.now();
      connection.value = "live";
    };
    source.addEventListener("progress", (message) => {
      heard = Date.now();
      onProgress(JSON.parse((message as MessageEvent<string>).data) as Progress);
    });
    source.addEventListener("end", (message) => {
      heard = Date.now();
      draw();
      const { status } = JSON.parse((message as MessageEvent<string>).data) as { status: string };
      // A finished draft has nothing more to say; a published day goes on with the drivers' reports.
      if (status !== "published") source?.close();
      if (isPlanning(plan.value)) void load();
    });
    source.addEventListener("event", (message) => {
      heard = Date.now();
      const event = JSON.parse((message as MessageEvent<string>).data) as ReportEvent;
      events.value = [...events.value.filter((known) => known.id !== event.id), event];
      if (plan.value) plan.value = withReports(plan.value, events.value);
    });
    source.onerror = () => {
      // The browser reconnects by itself and sends Last-Event-ID, unless it has given up.
      if (source?.readyState === EventSource.CLOSED && !stopped) {
        connection.value = "polling";
        void poll();
      }
    };
  };

  const watchdog = setInterval(() => {
    if (stopped || connection.value !== "live" || !isPlanning(plan.value) || Date.now() - heard < SILENCE_MS) return;
    heard = Date.now();
    void load();
  }, 5000);

  void load().then(() => {
    if (stopped || !plan.value) return;
    if (isPlanning(plan.value) || plan.value.status === "published") listen();
  });

  return () => {
    stopped = true;
    source?.close();
    clearTimeout(timer);
    clearInterval(watchdog);
  };
}
