import { type JSX, render } from "preact";
import { mountPoint } from "../shared/bootstrap.ts";
import { t, tidyAddress } from "../shared/language.ts";
import { createTheme, ThemeContext } from "../shared/theme.ts";
import "./planner.css";
import { LazyPage } from "./elements/lazy-page.tsx";
import { Nav } from "./nav.tsx";
import { PAGES } from "./pages.ts";
import { createTruckNames, TruckNamesContext } from "./plan/truck-names.ts";
import { createRouter, RouterContext, useRouter } from "./router.ts";

function App(): JSX.Element {
  const page = useRouter().page.value;
  const id = "id" in page ? page.id : "";
  return (
    <>
      <Nav />
      {page.name === "unknown" ? (
        <UnknownPage />
      ) : (
        <LazyPage key={`${page.name} ${id}`} load={PAGES[page.name]} props={{ id }} />
      )}
    </>
  );
}

function UnknownPage(): JSX.Element {
  const { follow } = useRouter();
  return (
    <main id="main" class="lone">
      <h1>{t("unknown-title")}</h1>
      <p>
        <a href="/" onClick={follow}>
          {t("unknown-back")}
        </a>
      </p>
    </main>
  );
}

tidyAddress();
render(
  <ThemeContext.Provider value={createTheme()}>
    <RouterContext.Provider value={createRouter()}>
      <TruckNamesContext.Provider value={createTruckNames()}>
        <App />
      </TruckNamesContext.Provider>
    </RouterContext.Provider>
  </ThemeContext.Provider>,
  mountPoint(),
);
