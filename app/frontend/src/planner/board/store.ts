import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { TruckNames } from "../plan/truck-names.ts";
import type { Router } from "../router.ts";
import { createActions } from "./editing/actions.ts";
import { createColleagues } from "./editing/colleagues.ts";
import { createDrag } from "./editing/drag.ts";
import { createEditing } from "./editing/editing.ts";
import { createOfferCache } from "./editing/offers.ts";
import { createBoardState } from "./state.ts";

export type BoardStore = ReturnType<typeof createBoardStore>;

/** All the state of one open plan board; made when the board opens, disposed of when it closes. */
export function createBoardStore(router: Router, trucks: TruckNames) {
  const state = createBoardState(router);
  const editing = createEditing(state);
  const offers = createOfferCache();
  const drag = createDrag(state, editing, offers, trucks);
  const colleagues = createColleagues(state, editing);
  const actions = createActions(state, editing, drag);
  return { state, editing, offers, drag, colleagues, actions, dispose: editing.dispose };
}

export const BoardContext = createContext<BoardStore | null>(null);

/** The whole store, for what is passed on to functions outside components. */
export function useBoardStore(): BoardStore {
  const store = useContext(BoardContext);
  if (!store) throw new Error("No board: board-page.tsx provides it");
  return store;
}

/** The plan in view, the selection and the connection. */
export const useBoard = () => useBoardStore().state;
/** Changes by hand that wait, clash or were refused. */
export const useEditing = () => useBoardStore().editing;
/** Where a task could go, and at which price. */
export const useOffers = () => useBoardStore().offers;
/** The stop being dragged. */
export const useDrag = () => useBoardStore().drag;
/** What others change in the same draft. */
export const useColleagues = () => useBoardStore().colleagues;
/** What keys and buttons do. */
export const useActions = () => useBoardStore().actions;
