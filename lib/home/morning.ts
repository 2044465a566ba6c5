import type { Call } from "./calls";
import type { GapKey } from "./gaps";
import type { Counted, MovementKey } from "./movement";

/** One thing that waits for a decision: a registration, or a wish to be protected longer. */
export type Waiting = {
  key: string;
  kind: "registration" | "extension";
  registrationId: string;
  customer: string;
  partner: string;
  manager: string | null;
  amountE4: string;
  currency: string | null;
  /** ISO instant. */
  dueAt: string;
};

export type StalledLine = {
  id: string;
  name: string;
  partner: string;
  stage: string;
  amountE4: string | null;
  on: string;
};

/** What a channel manager reads first. Plain data, as it is kept. */
export type Morning = {
  today: string;
  currency: string;
  timeZone: string;
  /** The day of the viewer's last visit before today; null when there was none, then a week is looked back. */
  lastVisitOn: string | null;
  since: string;
  movement: Record<MovementKey, Counted>;
  stalled: StalledLine[];
  gaps: Record<
    GapKey,
    { partners: number; first: { id: string; name: string; what: string | null; on: string | null } | null }
  >;
  calls: Call[];
  callCount: number;
  waiting: Waiting[];
  waitingCount: number;
  late: number;
};

/** The state of the morning in a sentence. */
export function morningSentence({ waitingCount, late, callCount, movement }: Morning): string {
  const waits =
    waitingCount === 0
      ? "Nothing waits for your decision"
      : `${waitingCount === 1 ? "One decision waits" : `${waitingCount} decisions wait`} for you${lateWords(late, waitingCount)}`;
  const stalled = movement.stalled.count;
  const rest = [
    stalled > 0 ? `${stalled.toLocaleString("en-GB")} ${stalled === 1 ? "deal stands" : "deals stand"} still` : "",
    callCount > 0 ? `${callCount.toLocaleString("en-GB")} ${callCount === 1 ? "partner" : "partners"} to call` : "",
  ].filter(Boolean);
  return `${[waits, ...rest].join(", ")}.`;
}

/** How many of those that wait are late: `, 2 late`. */
export function lateWords(late: number, all: number): string {
  if (late === 0) return "";
  if (late < all) return `, ${late} late`;
  return all === 1 ? " and is late" : ", all of them late";
}

/** The greeting of the hour in the program's time zone. */
export function greeting(hour: number): string {
  if (hour < 5) return "Good evening";
  if (hour < 12) return "Good morning";
  return hour < 18 ? "Good afternoon" : "Good evening";
}
