import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Day, StoredReport } from "./types.ts";

interface Kept extends DBSchema {
  days: { key: string; value: { token: string; day: Day; fetched_at: string } };
  reports: { key: string; value: StoredReport; indexes: { token: string } };
}

/** What the phone keeps. `refused` says that it keeps nothing: then reports live only in this page. */
export interface Store {
  refused: boolean;
  readDay(token: string): Promise<{ day: Day; fetched_at: string } | null>;
  keepDay(token: string, day: Day, fetched_at: string): Promise<void>;
  readReports(token: string): Promise<StoredReport[]>;
  keepReports(reports: readonly StoredReport[]): Promise<void>;
}

export async function openStore(onRefused: () => void): Promise<Store> {
  try {
    const database = await openDB<Kept>("huiliu-driver", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("days", { keyPath: "token" });
        fresh.createObjectStore("reports", { keyPath: "id" }).createIndex("token", "token");
      },
    });
    // Ask that the browser does not clear the day when the phone is short of room.
    void navigator.storage?.persist?.();
    return new PhoneStore(database, onRefused);
  } catch {
    onRefused();
    return new PageStore();
  }
}

class PhoneStore implements Store {
  refused = false;
  private readonly database: IDBPDatabase<Kept>;
  private readonly onRefused: () => void;
  constructor(database: IDBPDatabase<Kept>, onRefused: () => void) {
    this.database = database;
    this.onRefused = onRefused;
  }

  async readDay(token: string): Promise<{ day: Day; fetched_at: string } | null> {
    return (await this.database.get("days", token)) ?? null;
  }

  async keepDay(token: string, day: Day, fetched_at: string): Promise<void> {
    await this.orSayRefused(this.database.put("days", { token, day, fetched_at }));
  }

  async readReports(token: string): Promise<StoredReport[]> {
    return this.database.getAllFromIndex("reports", "token", token);
  }

  async keepReports(reports: readonly StoredReport[]): Promise<void> {
    const change = this.database.transaction("reports", "readwrite", { durability: "strict" });
    await this.orSayRefused(Promise.all([...reports.map((report) => change.store.put(report)), change.done]));
  }

  private async orSayRefused(writing: Promise<unknown>): Promise<void> {
    try {
      await writing;
    } catch {
      this.refused = true;
      this.onRefused();
    }
  }
}

/** Stands in where the browser keeps nothing; the page says so in red. */
class PageStore implements Store {
  refused = true;
  private readonly reports = new Map<string, StoredReport>();

  readDay(): Promise<null> {
    return Promise.resolve(null);
  }

  keepDay(): Promise<void> {
    return Promise.resolve();
  }

  readReports(token: string): Promise<StoredReport[]> {
    return Promise.resolve([...this.reports.values()].filter((report) => report.token === token));
  }

  keepReports(reports: readonly StoredReport[]): Promise<void> {
    for (const report of reports) this.reports.set(report.id, report);
    return Promise.resolve();
  }
}
