import { AsyncLocalStorage } from "node:async_hooks";
import type { Outage } from "./errors";

/** The request that is being answered: `id` stands in its log lines, its answer's headers and on its error page. */
export type CurrentRequest = {
  id: string;
  /** Set by a fault that passes by itself: the answer says 503 instead of 500. */
  unavailable?: boolean;
  /** Why no question to the database can be answered just now: nothing of this request waits for the same again. */
  outage?: Outage;
  /** Set once an action runs: what was sent could be read. */
  understood?: boolean;
  /** Answers at once that nothing can be shown just now. */
  giveUp?: () => void;
};

// Kept on the process: what Next bundles apart shares one.
const place = globalThis as typeof globalThis & { tandemRequest?: AsyncLocalStorage<CurrentRequest> };
place.tandemRequest ??= new AsyncLocalStorage();
const requests = place.tandemRequest;

/** The request that this call stands in; undefined outside of one. */
export const currentRequest = (): CurrentRequest | undefined => requests.getStore();

/** Makes everything that follows from here belong to the request. */
export const enterRequest = (request: CurrentRequest): void => requests.enterWith(request);

/** Runs `work` as nobody's request: what goes on behind an answer neither fails with it nor makes it fail. */
export const outsideRequest = <T>(work: () => T): T => requests.exit(work);
