import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/language.ts";

const FILES = ["xlsx", "csv", "geojson", "gpx"] as const;

/** Sheets to print, and the day as files for other programs; links, so that they can be opened and copied. */
export function ExportMenu({ planId }: { planId: string }): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const open = menu.current;
      if (!open?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        open.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && open.contains(event.target)) return;
      open.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const plan = encodeURIComponent(planId);
  const file = (kind: string): string => `/api/v1/plans/${plan}/export/${kind}`;
  return (
    <>
      <a class="button" href={`/plans/${plan}/print`}>
        {t("paper-print")}
      </a>
      <details class="paper-menu" ref={menu}>
        <summary class="button">{t("paper-export")}</summary>
        <ul>
          <li>
            <a href={file("pdf")} target="_blank" rel="noopener">
              {t("paper-pdf")}
            </a>
          </li>
          {FILES.map((kind) => (
            <li key={kind}>
              <a href={file(kind)} download>
                {t(`paper-${kind}`)}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
