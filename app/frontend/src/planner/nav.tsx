import type { JSX } from "preact";
import { Icon } from "../shared/icons.tsx";
import type { Word } from "../shared/language.ts";
import { switchUrl, t, tOr } from "../shared/language.ts";
import { useTheme } from "../shared/theme.ts";
import { type Page, useRouter } from "./router.ts";
import { bootstrap, csrf, isDriver, mayAdminister } from "./session.ts";

interface Link {
  href: string;
  name: string;
  word: Word;
  shown: boolean;
}

/** The pages of the bar, in its order; each says who is shown it. */
const LINKS: readonly Link[] = [
  { href: "/", name: "today", word: "nav-today", shown: !isDriver },
  { href: "/d/", name: "routes", word: "nav-routes", shown: isDriver },
  { href: "/requests", name: "requests", word: "nav-requests", shown: !isDriver },
  { href: "/network/sites", name: "sites", word: "nav-sites", shown: !isDriver },
  { href: "/network/fleet", name: "fleet", word: "nav-fleet", shown: !isDriver },
  { href: "/network/calendars", name: "calendars", word: "nav-calendars", shown: !isDriver },
  { href: "/network/roads", name: "roads", word: "nav-roads", shown: !isDriver },
  { href: "/coverage", name: "coverage", word: "nav-coverage", shown: !isDriver },
  { href: "/admin/people", name: "people", word: "nav-people", shown: mayAdminister },
  { href: "/admin/keys", name: "keys", word: "nav-keys", shown: mayAdminister },
  { href: "/admin/health", name: "health", word: "nav-health", shown: mayAdminister },
  { href: "/admin/history", name: "history", word: "nav-history", shown: mayAdminister },
];

/** Pages without a link of their own: the one that they are opened from. */
const UNDER: Partial<Record<Page["name"], string>> = { study: "coverage", organisation: "people" };

/** The bar on every page: where one is, language, theme, account. */
export function Nav(): JSX.Element {
  const { address, follow, page } = useRouter();
  const { theme, toggleTheme } = useTheme();
  void address.value; // the switch comes back to the address in view
  const dark = theme.value === "dark";
  return (
    <header class="nav">
      <a class="skip" href="#main">
        {t("nav-skip")}
      </a>
      <a class="brand" href="/" onClick={follow}>
        <b>回流</b> <span lang="en">Huiliu</span>
      </a>
      <nav aria-label={t("nav-pages")}>
        {LINKS.filter((link) => link.shown).map((link) => (
          <>
            <a
              key={link.name}
              href={link.href}
              onClick={link.name === "routes" ? undefined : follow}
              aria-current={link.name === (UNDER[page.value.name] ?? page.value.name) ? "page" : undefined}
            >
              {t(link.word)}
            </a>
            {link.name === "today" && "id" in page.value && page.value.name !== "study" && (
              <span class="nav-here" aria-current="page">
                {t("nav-plan")}
              </span>
            )}
          </>
        ))}
      </nav>
      <div class="nav-end">
        <a
          class="button quiet"
          href={switchUrl()}
          lang={t("nav-otherLanguageCode")}
          hreflang={t("nav-otherLanguageCode")}
        >
          {t("nav-otherLanguage")}
        </a>
        <button
          type="button"
          class="quiet icon-only"
          onClick={toggleTheme}
          aria-label={dark ? t("nav-light") : t("nav-dark")}
          title={dark ? t("nav-light") : t("nav-dark")}
        >
          <Icon name={dark ? "sun" : "moon"} />
        </button>
        <a
          class="nav-user"
          href="/account"
          onClick={follow}
          title={`${tOr("role", bootstrap.me.role)} · ${t("nav-account")}`}
          aria-current={page.value.name === "account" ? "page" : undefined}
        >
          {bootstrap.me.name || bootstrap.me.user}
        </a>
        <form method="post" action="/logout">
          <input type="hidden" name="csrf_token" value={csrf} />
          <button type="submit" class="quiet">
            {t("nav-logout")}
          </button>
        </form>
      </div>
    </header>
  );
}
