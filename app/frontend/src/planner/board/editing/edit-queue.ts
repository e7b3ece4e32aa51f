import { ApiError } from "../../../api/client.ts";
import type { Edit, Edited, HistoryStep, Plan } from "../../../api/types.ts";

/** One thing to be done to the plan: an edit, or a step back or forward. */
export type Change = Edit | { kind: "undo" } | { kind: "redo" };

export function isEdit(change: Change): change is Edit {
  return change.kind !== "undo" && change.kind !== "redo";
}

/** Someone was sooner: what is not saved, what they did, and the plan as it stands now. */
export interface Clash {
  yours: readonly Change[];
  since: readonly HistoryStep[];
  current: Plan;
}

export interface Listener {
  /** The revision that the next change is made on. */
  revision(): number;
  /** What waits to be saved has changed. */
  waiting(changes: readonly Change[]): void;
  saved(edited: Edited, change: Change): void;
  clashed(clash: Clash): void;
  /** The server refuses this one; those after it go on. */
  refused(change: Change, error: ApiError): void;
  /** No answer: whether the first of these was done is not known, the others were not sent. */
  lost(changes: readonly Change[]): void;
}

/**
 * Changes one after the other, each on the revision that the one before it made. Nothing leaves the
 * queue unless it is saved, or somebody is told that it is not.
 */
export class EditQueue {
  private readonly send: (change: Change, revision: number) => Promise<Edited>;
  private readonly listener: Listener;
  private changes: readonly Change[] = [];
  private running = false;
  private clash: Clash | null = null;

  constructor(send: (change: Change, revision: number) => Promise<Edited>, listener: Listener) {
    this.send = send;
    this.listener = listener;
  }

  get idle(): boolean {
    return !this.changes.length && this.clash === null;
  }

  async add(change: Change): Promise<void> {
    this.hold([...this.changes, change]);
    if (this.clash) {
      this.clash = { ...this.clash, yours: this.changes };
      this.listener.clashed(this.clash);
    }
    await this.run();
  }

  /** After a clash: do one's own changes once more, on the plan as it stands now, or let them be. */
  async resolve(how: "mine" | "theirs"): Promise<void> {
    if (!this.clash) return;
    this.clash = null;
    // To take a change back is meant for one's own last one; by now the last one is somebody else's.
    this.hold(how === "mine" ? this.changes.filter(isEdit) : []);
    await this.run();
  }

  private hold(changes: readonly Change[]): void {
    this.changes = changes;
    this.listener.waiting(changes);
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let change = this.changes[0]; change && !this.clash; change = this.changes[0]) await this.one(change);
    } finally {
      this.running = false;
    }
  }

  private async one(change: Change): Promise<void> {
    try {
      const edited = await this.send(change, this.listener.revision());
      this.changes = this.changes.slice(1);
      this.listener.saved(edited, change);
      this.listener.waiting(this.changes);
    } catch (error) {
      const both = bothVersions(error);
      if (both) {
        this.clash = { ...both, yours: this.changes };
        this.listener.clashed(this.clash);
      } else if (error instanceof ApiError && error.status < 500) {
        this.hold(this.changes.slice(1));
        this.listener.refused(change, error);
      } else {
        const lost = this.changes;
        this.hold([]);
        this.listener.lost(lost);
      }
    }
  }
}

function bothVersions(error: unknown): Pick<Clash, "since" | "current"> | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const body = error.body as { since?: HistoryStep[]; current?: Plan } | null;
  return body?.current && body.since ? { since: body.since, current: body.current } : null;
}
