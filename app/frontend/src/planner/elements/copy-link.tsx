import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";

/** A driver's link in full, with a button that copies it. */
export function CopyLink({ url }: { url: string }): JSX.Element {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const full = new URL(url, location.href).href;
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 3000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(full);
      setState("copied");
    } catch {
      setState("refused"); // no permission, or a page without TLS: the text can still be selected
    }
  };
  return (
    <div class="copy-link">
      <input
        type="text"
        readOnly
        value={full}
        aria-label={t("copy-link")}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" onClick={() => void copy()}>
        <Icon name={state === "copied" ? "check" : "copy"} />{" "}
        {t(state === "copied" ? "copy-done" : state === "refused" ? "copy-refused" : "copy-copy")}
      </button>
      <a
        class="button icon-only"
        href={full}
        target="_blank"
        rel="noopener"
        aria-label={t("copy-open")}
        title={t("copy-open")}
      >
        <Icon name="external" />
      </a>
    </div>
  );
}
