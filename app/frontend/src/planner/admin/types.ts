import type { Role } from "../../shared/types.ts";

export interface Person {
  id: number;
  username: string;
  name: string;
  role: Role;
  active: boolean;
  driver: string | null;
  last_sign_in_at: string | null;
}

export type OrganisationKind = "sorting_centre" | "cooperative" | "carrier";

export interface Organisation {
  ref: string;
  kind: OrganisationKind;
  name_zh: string;
  name_en: string;
  contact: string;
  phone: string;
}

export interface DriverPerson {
  ref: string;
  name: string;
  phone: string;
  retired: boolean;
}

export interface Key {
  id: number;
  name: string;
  role: Role;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface OwnSession {
  id: number;
  device: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export interface System {
  queue: "ok" | "down";
  queues: { name: string; waiting: number; running: number; failed: number }[];
  workers: { name: string; host: string; state: string; last_heard_at: string | null }[];
  database: string;
  last_backup_at: string | null;
  versions: Record<string, string>;
  networks: string[];
}

export interface Change {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
}
