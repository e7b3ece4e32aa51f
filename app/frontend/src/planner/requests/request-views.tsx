import type { JSX } from "preact";
import { t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";

/** The requests of a day, or what is repeated weekly. */
export function RequestViews({ weekly }: { weekly: boolean }): JSX.Element {
  const { address, follow } = useRouter();
  const one = (view: string | null, text: string, here: boolean): JSX.Element => (
    <a href={viewUrl(address.value, view)} onClick={follow} aria-current={here ? "page" : undefined}>
      {text}
    </a>
  );
  return (
    <nav class="views" aria-label={t("requests-views")}>
      {one(null, t("requests-day"), !weekly)}
      {one("weekly", t("requests-standing"), weekly)}
    </nav>
  );
}

/** This page's address with the other list in it. */
export function viewUrl(address: URL, view: string | null): string {
  const url = new URL(address);
  url.searchParams.delete("add");
  if (view) url.searchParams.set("view", view);
  else url.searchParams.delete("view");
  return url.pathname + url.search;
}
