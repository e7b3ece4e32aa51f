import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ApiError, OfflineError } from "../api/client.ts";
import type { Fault as FaultJson } from "../api/types.ts";
import { actionText, causeText, language, t, tOr } from "./language.ts";

/** What happened, what to do, and the code in small print; in the page's language where it has words for the code. */
export function FaultText({ fault }: { fault: FaultJson }): JSX.Element {
  const known = tOr("fault", fault.code, "");
  const space = language === "zh" ? "" : " ";
  return (
    <p class="fault-text">
      {fault.where && !known ? <b>{fault.where}: </b> : null}
      {known || `${causeText(fault.code, fault.cause)}${space}${actionText(fault.code, fault.action)}`}{" "}
      <span class="code">({fault.code})</span>
    </p>
  );
}

/** Any error as people should read it. */
export function Fault({ error, children }: { error: unknown; children?: ComponentChildren }): JSX.Element {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A long form is sent from its end: what is wrong with it stands at its top.
    if (shown.current?.closest("dialog")) shown.current.scrollIntoView({ block: "nearest" });
  }, [error]);
  const faults = error instanceof ApiError ? error.faults : [];
  const plain =
    error instanceof OfflineError
      ? t("fault-offline")
      : error instanceof ApiError && error.status === 404
        ? t("fault-missing")
        : t("fault-unknown");
  return (
    <div class="fault" role="alert" ref={shown}>
      {faults.length ? (
        faults.map((fault) => <FaultText key={fault.code + (fault.where ?? "")} fault={fault} />)
      ) : (
        <p class="fault-text">{plain}</p>
      )}
      {children}
    </div>
  );
}
