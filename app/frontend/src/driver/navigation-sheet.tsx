import type { JSX } from "preact";
import { t } from "../shared/language.ts";
import type { DriverVisit } from "./types.ts";

const APPS = ["amap", "baidu", "tencent", "geo"] as const;

/** Open the stop in a map app; every app is given the datum it expects, by the server. */
export function NavigationSheet({ visit, onClose }: { visit: DriverVisit; onClose: () => void }): JSX.Element {
  const links = visit.navigation;
  return (
    <main class="sheet">
      <h1>{t("navigation-title")}</h1>
      <p class="quiet-text">
        {visit.name}
        {visit.address ? ` · ${visit.address}` : ""}
      </p>
      <div class="choices">
        {links &&
          APPS.map((app) => (
            <a
              key={app}
              class="button tall wide"
              href={links[app]}
              rel="noopener"
              {...(app === "geo" ? {} : { target: "_blank" })}
              onClick={onClose}
            >
              {t(`navigation-${app}`)}
            </a>
          ))}
      </div>
      <div class="sheet-end">
        <button type="button" class="wide" onClick={onClose}>
          {t("driver-back")}
        </button>
      </div>
    </main>
  );
}
