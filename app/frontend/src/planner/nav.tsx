import type { JSX } from "preact";
import { Icon } from "../shared/icons.tsx";
import { switchUrl, t, tOr } from "../shared/language.ts";
import { theme, toggleTheme } from "../shared/theme.ts";
import { bootstrap, csrf } from "./session.ts";
import { address, follow, page } from "./router.ts";

/** The bar on every page: where one is, language, theme, account. */
export function Nav(): JSX.Element {
  void address.value; // the switch comes back to the address in view
  const dark = theme.value === "dark";
  return (
    <header class="nav">
      <a class="skip" href="#main">{t("nav.skip")}</a>
      <a class="brand" href="/" onClick={follow}><b>回流</b> <span lang="en">Huiliu</span></a>
      <nav aria-label={t("nav.pages")}>
        <a href="/" onClick={follow} aria-current={page.value.name === "today" ? "page" : undefined}>{t("nav.today")}</a>
        {page.value.name === "plan" && <span class="nav-here" aria-current="page">{t("nav.plan")}</span>}
      </nav>
      <div class="nav-end">
        <a class="button quiet" href={switchUrl()} lang={t("nav.otherLanguageCode")} hreflang={t("nav.otherLanguageCode")}>{t("nav.otherLanguage")}</a>
        <button type="button" class="quiet icon-only" onClick={toggleTheme} aria-label={dark ? t("nav.light") : t("nav.dark")} title={dark ? t("nav.light") : t("nav.dark")}>
          <Icon name={dark ? "sun" : "moon"} />
        </button>
        <span class="nav-user" title={tOr("role", bootstrap.me.role)}>{bootstrap.me.name || bootstrap.me.user}</span>
        <form method="post" action="/logout">
          <input type="hidden" name="csrf_token" value={csrf} />
          <button type="submit" class="quiet">{t("nav.logout")}</button>
        </form>
      </div>
    </header>
  );
}
