import { useCallback, useEffect, useState } from "preact/hooks";
import { call } from "../../api/client.ts";

interface Loaded<T> {
  data: T | null;
  error: unknown;
  reload: () => void;
}

/** What an address of the API answers, asked again on `reload`; the old answer stays in view meanwhile. */
export function useLoaded<T>(path: string): Loaded<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    call<T>(path, { signal: stop.signal })
      .then((answer) => {
        setData(answer);
        setError(null);
      })
      .catch((reason: unknown) => {
        if (!stop.signal.aborted) setError(reason);
      });
    return () => stop.abort();
  }, [path, turn]);
  return { data, error, reload: useCallback(() => setTurn((before) => before + 1), []) };
}

/** A change that is sent: whether it is on its way, what was wrong, and how to send it. */
export function useSending(): { busy: boolean; fault: unknown; send: (what: () => Promise<void>) => void } {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const send = (what: () => Promise<void>): void => {
    setBusy(true);
    setFault(null);
    what()
      .catch((reason: unknown) => setFault(reason))
      .finally(() => setBusy(false));
  };
  return { busy, fault, send };
}
