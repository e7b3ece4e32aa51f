import type { ComponentType } from "preact";
import type { Page } from "./router.ts";

/** Pages of one plan or study take its `id`; the others ignore it. */
type Load = () => Promise<ComponentType<{ id: string }>>;

/** The code of every page, fetched when the page is first opened. */
export const PAGES: Readonly<Record<Exclude<Page["name"], "unknown">, Load>> = {
  today: async () => (await import("./today/today-page.tsx")).TodayPage,
  plan: async () => (await import("./board/board-page.tsx")).BoardPage,
  compare: async () => (await import("./compare/compare-page.tsx")).ComparePage,
  publish: async () => (await import("./compare/publish-page.tsx")).PublishPage,
  requests: async () => (await import("./requests/requests-page.tsx")).RequestsPage,
  sites: async () => (await import("./network/sites-page.tsx")).SitesPage,
  fleet: async () => (await import("./fleet/fleet-page.tsx")).FleetPage,
  calendars: async () => (await import("./fleet/calendar-page.tsx")).CalendarPage,
  roads: async () => (await import("./network/roads-page.tsx")).RoadsPage,
  importRequests: async () => (await import("./imports/import-page.tsx")).ImportRequests,
  importSites: async () => (await import("./imports/import-page.tsx")).ImportSites,
  importVehicles: async () => (await import("./imports/import-page.tsx")).ImportVehicles,
  importDrivers: async () => (await import("./imports/import-page.tsx")).ImportDrivers,
  coverage: async () => (await import("./coverage/list-page.tsx")).CoveragePage,
  study: async () => (await import("./coverage/study-page.tsx")).StudyPage,
  people: async () => (await import("./admin/people-page.tsx")).PeoplePage,
  organisation: async () => (await import("./admin/organisation-page.tsx")).OrganisationPage,
  keys: async () => (await import("./admin/keys-page.tsx")).KeysPage,
  health: async () => (await import("./admin/health-page.tsx")).HealthPage,
  history: async () => (await import("./admin/history-page.tsx")).HistoryPage,
  account: async () => (await import("./admin/account-page.tsx")).AccountPage,
};
