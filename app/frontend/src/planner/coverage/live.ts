import { call } from "../../api/client.ts";
import type { Progress } from "../../api/types.ts";
import type { Scenario } from "./types.ts";

/** Load a scenario, and again when its stream says that it has ended. */
export function followScenario(
  path: string,
  onLoaded: (next: Scenario) => void,
  onProgress: (now: Progress) => void,
  onFault: (error: unknown) => void,
): () => void {
  let gone = false;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = async (): Promise<void> => {
    try {
      const next = await call<Scenario>(path);
      if (gone) return;
      onLoaded(next);
      if (next.status !== "queued" && next.status !== "running") return source?.close();
      if (!source) listen();
      timer = setTimeout(() => void load(), 5000); // also where the stream cannot be had
    } catch (error) {
      if (!gone) onFault(error);
    }
  };
  const listen = (): void => {
    source = new EventSource(`${path}/stream`);
    source.addEventListener("progress", (message) =>
      onProgress(JSON.parse((message as MessageEvent<string>).data) as Progress),
    );
    source.addEventListener("end", () => {
      source?.close();
      clearTimeout(timer);
      void load();
    });
  };
  void load();
  return () => {
    gone = true;
    source?.close();
    clearTimeout(timer);
  };
}
