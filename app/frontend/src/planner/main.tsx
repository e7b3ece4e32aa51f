import { type JSX, render } from "preact";
import { mountPoint } from "../shared/bootstrap.ts";
import { t } from "../shared/language.ts";
import "../shared/theme.ts";
import "../shared/base.css";
import "./planner.css";
import "./admin/admin.css";
import "./board/editing/editing.css";
import { AccountPage } from "./admin/account-page.tsx";
import { HealthPage } from "./admin/health-page.tsx";
import { HistoryPage } from "./admin/history-page.tsx";
import { KeysPage } from "./admin/keys-page.tsx";
import { OrganisationPage } from "./admin/organisation-page.tsx";
import { PeoplePage } from "./admin/people-page.tsx";
import { Board } from "./board/board-page.tsx";
import { ComparePage } from "./compare/compare-page.tsx";
import { PublishPage } from "./compare/publish-page.tsx";
import "./coverage/coverage.css";
import { CoveragePage } from "./coverage/list-page.tsx";
import { StudyPage } from "./coverage/study-page.tsx";
import { Later } from "./elements/later.tsx";
import { Nav } from "./nav.tsx";
import { follow, page } from "./router.ts";
import { TodayPage } from "./today/today-page.tsx";
import "./elements/work.css";

function App(): JSX.Element {
  const here = page.value;
  return (
    <>
      <Nav />
      {here.name === "today" && <TodayPage />}
      {here.name === "plan" && <Board key={here.id} id={here.id} />}
      {here.name === "compare" && <ComparePage key={here.id} id={here.id} />}
      {here.name === "publish" && <PublishPage key={here.id} id={here.id} />}
      {here.name === "coverage" && <CoveragePage />}
      {here.name === "study" && <StudyPage key={here.id} id={here.id} />}
      {here.name === "people" && <PeoplePage />}
      {here.name === "organisation" && <OrganisationPage />}
      {here.name === "keys" && <KeysPage />}
      {here.name === "health" && <HealthPage />}
      {here.name === "history" && <HistoryPage />}
      {here.name === "account" && <AccountPage />}
      {here.name === "requests" && (
        <Later key="requests" load={async () => (await import("./requests/requests-page.tsx")).RequestsPage} />
      )}
      {here.name === "sites" && (
        <Later key="sites" load={async () => (await import("./network/sites-page.tsx")).SitesPage} />
      )}
      {here.name === "fleet" && (
        <Later key="fleet" load={async () => (await import("./fleet/fleet-page.tsx")).FleetPage} />
      )}
      {here.name === "calendars" && (
        <Later key="calendars" load={async () => (await import("./fleet/calendar-page.tsx")).CalendarPage} />
      )}
      {here.name === "roads" && (
        <Later key="roads" load={async () => (await import("./network/roads-page.tsx")).RoadsPage} />
      )}
      {here.name === "importRequests" && (
        <Later key="importRequests" load={async () => (await import("./imports/import-page.tsx")).ImportRequests} />
      )}
      {here.name === "importSites" && (
        <Later key="importSites" load={async () => (await import("./imports/import-page.tsx")).ImportSites} />
      )}
      {here.name === "importVehicles" && (
        <Later key="importVehicles" load={async () => (await import("./imports/import-page.tsx")).ImportVehicles} />
      )}
      {here.name === "importDrivers" && (
        <Later key="importDrivers" load={async () => (await import("./imports/import-page.tsx")).ImportDrivers} />
      )}
      {here.name === "unknown" && (
        <main id="main" class="lone">
          <h1>{t("unknown.title")}</h1>
          <p>
            <a href="/" onClick={follow}>
              {t("unknown.back")}
            </a>
          </p>
        </main>
      )}
    </>
  );
}

render(<App />, mountPoint());
