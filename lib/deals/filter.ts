import { z } from "zod";
import { first, isDay, isId, maybeAmount, maybeDay, oneOf, someIds, someOf, someTexts } from "@/lib/lists/parameters";
import { keysOf, partnerTypes } from "@/lib/partners/words";
import { outcomes } from "./words";

/** What the list can be sorted by, with the kind of value a page's edge carries. */
export const dealSorts = {
  opened: "day",
  closes: "day",
  closed: "day",
  expected: "day",
  outcome: "text",
  amount: "number",
  stage: "number",
  name: "text",
  account: "text",
  partner: "text",
  owner: "text",
} as const;
export type DealSort = keyof typeof dealSorts;

/** The list of deals as an address says it. `from` is included, `to` is not. Anything else in the address is ignored. */
export const dealFilter = z.object({
  q: first,
  stage: someTexts,
  outcome: someOf(keysOf(outcomes)),
  role: oneOf(["sourced", "influenced", "influenced_only", "direct"]),
  partner: someIds(),
  /** Part of a partner's name. */
  company: first,
  type: someOf(keysOf(partnerTypes)),
  tier: someTexts,
  region: someTexts,
  account: someIds(),
  industry: someTexts,
  family: someTexts,
  owner: someIds(["me"]),
  accepted: oneOf(["yes", "no"]),
  by: oneOf(["closed", "opened", "expected"], "closed"),
  from: maybeDay,
  to: maybeDay,
  min: maybeAmount,
  max: maybeAmount,
  sort: oneOf(keysOf(dealSorts), "opened"),
  dir: oneOf(["asc", "desc"], "desc"),
  after: first,
  before: first,
});

export type DealFilter = z.output<typeof dealFilter>;

export const dealDefaults: DealFilter = dealFilter.parse({});

export const roleChoices = {
  staff: [
    { value: "sourced", label: "Sourced by a partner" },
    { value: "influenced", label: "Influenced by a partner" },
    { value: "influenced_only", label: "Influenced, not sourced" },
    { value: "direct", label: "Without a partner" },
  ],
  partner: [
    { value: "sourced", label: "You sourced" },
    { value: "influenced", label: "You influenced" },
  ],
};
export const acceptedChoices = [
  { value: "yes", label: "Accepted" },
  { value: "no", label: "Not accepted" },
];
export const dayChoices = [
  { value: "closed", label: "Closed" },
  { value: "opened", label: "Opened" },
  { value: "expected", label: "Expected to close" },
];

/** The edge of a page: the sort value of a row, as text, and its id. */
export type Edge = { key: string; id: string };

/** The edge as it stands in the address. */
export const edgeText = (edge: Edge) => Buffer.from(JSON.stringify([edge.key, edge.id])).toString("base64url");

/** Reads an edge; null when it is not one of a list sorted by `sort`. */
export function readEdge(text: string, sort: DealSort): Edge | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(read) || read.length !== 2) return null;
    const [key, id] = read;
    if (typeof key !== "string" || typeof id !== "string" || !isId(id)) return null;
    return fits[dealSorts[sort]](key) ? { key, id } : null;
  } catch {
    return null;
  }
}

const fits: Record<(typeof dealSorts)[DealSort], (key: string) => boolean> = {
  day: (key) => key === "-infinity" || isDay(key),
  number: (key) => /^-?\d{1,18}$/.test(key),
  text: (key) => key.length <= 500 && !key.includes("\u0000"),
};
