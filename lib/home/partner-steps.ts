import { formatCount, formatDay, formatE4, formatInstant } from "../format";
import { daysBetween } from "./movement";

/** What can wait for a partner, in the order of the page when two are equally pressing. */
export const stepKinds = ["lead", "returned", "protection", "overdue", "training"] as const;
export type StepKind = (typeof stepKinds)[number];

/** One thing that waits: `on` is the day, `at` the instant by which it is due where one is kept. */
export type StepItem = {
  kind: StepKind;
  id: string;
  title: string;
  on: string;
  at: string | null;
  amountE4: string | null;
  currency: string | null;
  /** How many of its kind wait. */
  count: number;
};
export type Step = {
  kind: StepKind;
  id: string;
  does: string;
  says: string;
  href: string;
  late: boolean;
  allHref: string;
  others: number;
};

type Asked = { today: string; timeZone: string };

/** How many days before their day things of a kind are shown. */
export const stepDays: Record<StepKind, number> = { lead: 30, returned: 60, protection: 30, overdue: 0, training: 14 };

/** Kinds that are lost when their day passes, and how many days before it they come first. */
const lostAfter: ReadonlySet<StepKind> = new Set(["lead", "returned", "protection"]);
const soonDays = 7;

/**
 * What to do next: of each kind the most pressing. First what is lost within a week, by its day; then what is late; then the
 * rest by its day. More of a kind is said beside it, so that three things are three different ones. The same for the same
 * things in any order.
 */
export function nextSteps(items: readonly StepItem[], asked: Asked): Step[] {
  const first = new Map<StepKind, StepItem>();
  for (const item of items) {
    const known = first.get(item.kind);
    if (!known || before(item, known)) first.set(item.kind, item);
  }
  return [...first.values()]
    .sort((a, b) => urgency(a, asked) - urgency(b, asked) || rank(a, asked) - rank(b, asked))
    .map((item) => stepOf(item, asked));
}

/** 0 for what is lost soon, 1 for what is late, 2 for the rest. */
export function urgency(item: Pick<StepItem, "kind" | "on">, { today }: Pick<Asked, "today">): 0 | 1 | 2 {
  const left = daysBetween(today, item.on);
  if (left >= 0 && left <= soonDays && lostAfter.has(item.kind)) return 0;
  return left < 0 ? 1 : 2;
}

/** Late things by kind, others by day and then by kind. */
function rank(item: StepItem, asked: Asked): number {
  const kind = stepKinds.indexOf(item.kind);
  return isLate(item, asked) ? kind : daysBetween(asked.today, item.on) * stepKinds.length + kind;
}

/** The first due; of deals past their day the latest, since old ones have mostly died. */
function before(a: StepItem, b: StepItem): boolean {
  if (a.on === b.on) return a.id < b.id;
  return a.kind === "overdue" ? a.on > b.on : a.on < b.on;
}
const isLate = ({ on }: StepItem, { today }: Asked) => on < today;

function stepOf(item: StepItem, asked: Asked): Step {
  const { kind, id, title, on, at, count } = item;
  const late = isLate(item, asked);
  const days = Math.abs(daysBetween(asked.today, on));
  const away =
    days === 0
      ? "today"
      : `${late ? "" : "in "}${formatCount(days)} ${days === 1 ? "day" : "days"}${late ? " ago" : ""}`;
  const when = at ? `${formatInstant(new Date(at), asked.timeZone)}, ${away}` : `${formatDay(on)}, ${away}`;
  const amount = item.amountE4 && item.currency ? `${formatE4(BigInt(item.amountE4), item.currency, "whole")}. ` : "";
  const words: Record<StepKind, Pick<Step, "does" | "says" | "href" | "allHref">> = {
    lead: {
      does: `Answer the lead ${title}`,
      says: `${amount}It goes to another partner after ${when}.`,
      href: `/leads/${id}`,
      allHref: "/leads",
    },
    returned: {
      does: `Answer the question about ${title}`,
      says: `${amount}The registration ${late ? "was" : "is"} due ${when}.`,
      href: `/registrations/${id}`,
      allHref: "/registrations?show=open",
    },
    protection: {
      does: `Close ${title}, or ask for longer protection`,
      says: `${amount}Its protection ends ${when}.`,
      href: `/registrations/${id}`,
      allHref: "/registrations?show=approved",
    },
    overdue: {
      does: `Say what becomes of ${title}`,
      says: `${amount}It was expected to close ${when}.`,
      href: `/deals/${id}`,
      allHref: `/deals?outcome=open&role=sourced&by=expected&to=${asked.today}&sort=closes&dir=asc`,
    },
    training: {
      does: `Complete ${title}`,
      says: `The course ${late ? "was" : "is"} due ${when}.`,
      href: "/metrics/training_completion",
      allHref: "/metrics/training_completion",
    },
  };
  return { kind, id, late, others: count - 1, ...words[kind] };
}
