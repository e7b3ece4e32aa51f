import { expect, test } from "vitest";
import { ApiError, OfflineError } from "../../../../src/api/client.ts";
import type { Edited, HistoryStep } from "../../../../src/api/types.ts";
import { type Change, type Clash, EditQueue } from "../../../../src/planner/board/editing/edit-queue.ts";
import { stepsSince } from "../../../../src/planner/board/editing/history.ts";
import { draft } from "../../../factories.ts";

const MOVE: Change = { kind: "move", task: "t1", vehicle: "B" };
const PIN: Change = { kind: "pin", task: "t2" };

/** A server of one plan, which counts revisions; `sooner` is a colleague, `down` a lost connection. */
function desk() {
  const told: string[] = [];
  const server = { revision: 0, down: false, refuses: "", done: [] as Change[] };
  const own = { revision: 0, waiting: [] as readonly Change[], clash: null as Clash | null };
  const send = async (change: Change, revision: number): Promise<Edited> => {
    await Promise.resolve();
    if (server.down) throw new OfflineError("no answer");
    if (revision !== server.revision)
      throw new ApiError(409, [], { since: [], current: draft([], { revision: server.revision }) });
    if (change.kind === server.refuses) throw new ApiError(409, [{ code: "A251", cause: "locked", action: "" }], {});
    server.done.push(change);
    server.revision += 1;
    return { revision: server.revision } as Edited;
  };
  const queue = new EditQueue(send, {
    revision: () => own.revision,
    waiting: (changes) => (own.waiting = changes),
    saved: (edited) => {
      own.revision = edited.revision;
      told.push("saved");
    },
    clashed: (clash) => {
      own.clash = clash;
      own.revision = clash.current.revision;
      told.push("clash");
    },
    refused: (change) => told.push(`refused ${change.kind}`),
    lost: (changes) => told.push(`lost ${changes.map((one) => one.kind).join()}`),
  });
  return { queue, server, own, told };
}

test("changes made in a hurry are sent one after the other, each on the revision before it", async () => {
  const { queue, server, own } = desk();
  await Promise.all([queue.add(MOVE), queue.add(PIN), queue.add({ kind: "undo" })]);
  while (!queue.idle) await Promise.resolve();
  expect(server.done.map((one) => one.kind)).toStrictEqual(["move", "pin", "undo"]);
  expect([own.revision, own.waiting]).toStrictEqual([3, []]);
});

test("in a clash nothing leaves the queue until it is settled", async () => {
  const { queue, server, own, told } = desk();
  server.revision = 5; // a colleague was sooner
  await queue.add(MOVE);
  await queue.add(PIN);
  expect(own.waiting).toStrictEqual([MOVE, PIN]);
  expect(own.clash?.yours).toStrictEqual([MOVE, PIN]);
  expect([server.done, queue.idle, told[0]]).toStrictEqual([[], false, "clash"]);
});

test("one's own changes are done again on top of the other's", async () => {
  const { queue, server, own } = desk();
  server.revision = 5;
  await queue.add(MOVE);
  await queue.resolve("mine");
  expect([server.done, own.revision, queue.idle]).toStrictEqual([[MOVE], 6, true]);
});

test("an undo is not repeated after a clash: it would take the other's change back", async () => {
  const { queue, server } = desk();
  server.revision = 5;
  await queue.add({ kind: "undo" });
  await queue.resolve("mine");
  expect([server.done, queue.idle]).toStrictEqual([[], true]);
});

test("one's own changes can be let be", async () => {
  const { queue, server, own } = desk();
  server.revision = 5;
  await queue.add(MOVE);
  await queue.resolve("theirs");
  expect([server.done, own.waiting, queue.idle]).toStrictEqual([[], [], true]);
});

test("without an answer everything comes back, and is told", async () => {
  const { queue, server, own, told } = desk();
  server.down = true;
  await Promise.all([queue.add(MOVE), queue.add(PIN)]);
  expect([told, own.waiting, queue.idle]).toStrictEqual([["lost move,pin"], [], true]);
  server.down = false;
  await queue.add(MOVE);
  expect(server.done).toStrictEqual([MOVE]);
});

test("what the server refuses is told, and the next goes on", async () => {
  const { queue, server, told } = desk();
  server.refuses = "move";
  await Promise.all([queue.add(MOVE), queue.add(PIN)]);
  while (!queue.idle) await Promise.resolve();
  expect([told, server.done]).toStrictEqual([["refused move", "saved"], [PIN]]);
});

function step(number: number, at: string, current = false): HistoryStep {
  return { number, edit: { kind: "move", task: `t${number}` }, by: "Li", at, current };
}

test("a colleague's steps are those that were not known", () => {
  const known = [step(0, "a"), step(1, "b", true)];
  expect(stepsSince(known, [step(0, "a"), step(1, "b"), step(2, "c", true)]).map((one) => one.number)).toStrictEqual([
    2,
  ]);
  expect(
    stepsSince(known, [step(0, "a"), step(1, "z", true)]).map((one) => one.at),
    "taken back and done otherwise",
  ).toStrictEqual(["z"]);
  expect(
    stepsSince(known, [step(0, "a", true), step(1, "b")]).map((one) => one.number),
    "taken back",
  ).toStrictEqual([1]);
  expect(stepsSince(known, known)).toStrictEqual([]);
});

test("the first change of a draft that nobody had changed is a colleague's too", () => {
  const untouched: HistoryStep = { number: 0, edit: {}, by: null, at: "a", current: false };
  expect(stepsSince([], [untouched, step(1, "b", true)]).map((one) => one.number)).toStrictEqual([1]);
  expect(stepsSince(null, [untouched, step(1, "b", true)]), "the history was not read yet").toStrictEqual([]);
});
