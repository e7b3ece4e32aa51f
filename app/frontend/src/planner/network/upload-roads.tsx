import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { upload } from "../../api/client.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useSending } from "../elements/loading.ts";

export function UploadRoads({
  first,
  onStarted,
  busyWith,
}: {
  first: boolean;
  onStarted: () => void;
  busyWith: boolean;
}): JSX.Element {
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { busy, fault, send } = useSending();
  // Choosing the file is enough: its name is the network's unless one was entered before.
  const choose = (file: File | undefined): void => {
    if (!file) return;
    const called =
      name.trim() ||
      file.name
        .replace(/\.(osm|pbf|gz|bz2|graphml)/g, "")
        .replace(/[^\p{L}\p{N}._-]+/gu, "-")
        .slice(0, 64);
    send(async () => {
      await upload("/api/v1/network-imports", { name: called, file });
      setName("");
      onStarted();
    });
  };
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        input.current?.click();
      }}
    >
      <input
        ref={input}
        class="hidden"
        type="file"
        accept=".pbf,.osm,.gz,.bz2,.graphml"
        tabIndex={-1}
        aria-label={t("roads-file")}
        onChange={(event) => {
          choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <label>
        {t("roads-name")}
        <input
          value={name}
          maxLength={64}
          autocomplete="off"
          placeholder={t("roads-nameHint")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class={first ? "primary" : ""} disabled={busy || busyWith} aria-busy={busy || busyWith}>
        {t("roads-upload")}
      </button>
      <span class="quiet-text">{t("roads-file")}</span>
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}
