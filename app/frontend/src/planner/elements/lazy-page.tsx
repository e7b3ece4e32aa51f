import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";

interface LazyPageProps<P> {
  load: () => Promise<ComponentType<P>>;
  props: P;
}

/** A page whose code is fetched when it is first opened. */
export function LazyPage<P extends object>({ load, props }: LazyPageProps<P>): JSX.Element {
  const [found, setFound] = useState<{ Page: ComponentType<P> } | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    load().then((Page) => setFound({ Page }), setError);
  }, []);
  if (found) return <found.Page {...props} />;
  return (
    <main id="main" class="lone" aria-busy={!error}>
      {error ? <Fault error={error} /> : <p class="quiet-text">{t("board-loading")}</p>}
    </main>
  );
}
