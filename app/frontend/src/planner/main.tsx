import { render, type JSX } from "preact";
import { mountPoint } from "../shared/bootstrap.ts";
import { t } from "../shared/language.ts";
import "../shared/theme.ts";
import "../shared/base.css";
import "./planner.css";
import { Board } from "./board.tsx";
import { Nav } from "./nav.tsx";
import { follow, page } from "./router.ts";
import { TodayPage } from "./today.tsx";

function App(): JSX.Element {
  const here = page.value;
  return (
    <>
      <Nav />
      {here.name === "today" && <TodayPage />}
      {here.name === "plan" && <Board key={here.id} id={here.id} />}
      {here.name === "unknown" && (
        <main id="main" class="lone">
          <h1>{t("unknown.title")}</h1>
          <p><a href="/" onClick={follow}>{t("unknown.back")}</a></p>
        </main>
      )}
    </>
  );
}

render(<App />, mountPoint());
