import type { JSX } from "preact";
import { switchUrl, t } from "../shared/language.ts";
import { useTheme } from "../shared/theme.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { format } from "./page.ts";
import { useDriver } from "./session.ts";
import type { Day } from "./types.ts";

/** Rare things. */
export function MenuScreen({ day }: { day: Day }): JSX.Element {
  const { fetchedAt, unsent, reports, refresh } = useDriver();
  const { toggleTheme, theme } = useTheme();
  return (
    <>
      <main class="reading">
        <h1>{t("driver-menu")}</h1>
        <p>
          {day.route.vehicle.plate} · {day.route.driver?.name ?? ""}
        </p>
        <p class="quiet-text">
          {format.date(day.date)} · v{day.plan.version}
          {fetchedAt.value ? ` · ${t("menu-fetched", { at: format.instant(fetchedAt.value) })}` : ""}
        </p>
        <p class="quiet-text">{t("menu-location")}</p>
        <div class="choices">
          <a class="button wide" href="#outbox">
            {t("outbox-title")} ({unsent.value.length}/{reports.value.length})
          </a>
          <button type="button" class="wide" onClick={() => void refresh()}>
            {t("menu-refresh")}
          </button>
          <button type="button" class="wide" onClick={toggleTheme}>
            {t(theme.value === "dark" ? "nav-light" : "nav-dark")}
          </button>
          <a class="button wide" href={switchUrl()} lang={t("nav-otherLanguageCode")}>
            {t("nav-otherLanguage")}
          </a>
        </div>
      </main>
      <Bottom>
        <Tabs here={null} />
      </Bottom>
    </>
  );
}
