import type { ReadonlySignal } from "@preact/signals";
import { type JSX, render } from "preact";
import { mountPoint } from "../shared/bootstrap.ts";
import { Fault } from "../shared/fault.tsx";
import { t, tidyAddress } from "../shared/language.ts";
import { createTheme, ThemeContext } from "../shared/theme.ts";
import { bootstrap } from "./page.ts";
import { createDriverSession, DriverContext, useDriver } from "./session.ts";
import "./driver.css";
import { ChangesScreen } from "./changes-screen.tsx";
import { Bottom, Tabs, TopBar } from "./frame.tsx";
import { ListScreen } from "./list-screen.tsx";
import { MapScreen } from "./map-screen.tsx";
import { MenuScreen } from "./menu-screen.tsx";
import { OutboxScreen } from "./outbox-screen.tsx";
import { followHash, type Screen } from "./screens.ts";
import { DayOver, StopScreen } from "./stop-screen.tsx";
import { Strip } from "./strip.tsx";

function App({ screen }: { screen: ReadonlySignal<Screen> }): JSX.Element {
  const { day, openFault, refresh, ready, next, coming } = useDriver();
  const current = day.value;
  if (!current) {
    return (
      <main class="opening">
        <h1>{t("driver-title")}</h1>
        {openFault.value ? (
          <Fault error={openFault.value}>
            <button type="button" class="main-button" onClick={() => void refresh()}>
              {t("driver-again")}
            </button>
          </Fault>
        ) : (
          <p role="status">{t(ready.value ? "driver-nothing" : "driver-opening")}</p>
        )}
      </main>
    );
  }
  const here = screen.value;
  const visit =
    here.name === "stop" ? (current.route.visits.find((one) => one.position === here.position) ?? next.value) : null;
  return (
    <>
      <TopBar day={current} />
      <Strip />
      {here.name === "stop" &&
        (visit ? (
          <StopScreen key={visit.id} day={current} visit={visit} />
        ) : (
          <>
            <DayOver day={current} />
            <Bottom>
              <Tabs here="stop" />
            </Bottom>
          </>
        ))}
      {here.name === "list" && <ListScreen day={current} />}
      {here.name === "map" && <MapScreen day={current} />}
      {here.name === "outbox" && <OutboxScreen day={current} />}
      {here.name === "changes" && <ChangesScreen day={coming.value ?? current} held={coming.value !== null} />}
      {here.name === "menu" && <MenuScreen day={current} />}
    </>
  );
}

tidyAddress();
const session = createDriverSession(bootstrap.token);
render(
  <ThemeContext.Provider value={createTheme()}>
    <DriverContext.Provider value={session}>
      <App screen={followHash()} />
    </DriverContext.Provider>
  </ThemeContext.Provider>,
  mountPoint(),
);
void session.open();
