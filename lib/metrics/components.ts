import { type EngagementPart, engagementParts, engagementRules } from "./engagement";

/**
 * The components that metrics are made of. `flow`: summed over facts of a day in [from, to). `stock`: the sum of all
 * changes before `to`. `window`: one number per partner, counted anew for each span. `rollup` components are kept as
 * monthly sums by the database; `distinct` ones count a deal once, however many partners share it.
 */
export type Component = {
  kind: "flow" | "stock" | "window";
  measures: "money" | "count" | "days" | "seconds";
  /** What one counted row is, for the list behind the figure. */
  rows: string;
  rollup?: boolean;
  distinct?: boolean;
  /** Counted from the facts of this component: since the beginning or over the twelve months before `to`, or by a `pick`. */
  of?: FactComponent;
  since?: "start" | "year";
  /** What does not add up, exact for each group: see `db/metrics/picks.ts`. */
  pick?: "top_fifth" | "markets" | "median" | "p90";
};

type FactComponent =
  | "won_amount"
  | "won_count"
  | "renewal_amount"
  | "channel_cost"
  | "response_seconds"
  | "resolution_seconds";

type EngagementKey = `engagement_${EngagementPart}`;

/** One component for each part of the engagement score, in hundredths of a point. */
const engagement = Object.fromEntries(
  engagementParts.map((part) => [
    `engagement_${part}`,
    { kind: "window", measures: "count", rows: `Partners with points for ${engagementRules[part].what}` } as const,
  ]),
) as Record<EngagementKey, { kind: "window"; measures: "count"; rows: string }>;

const money = { kind: "flow", measures: "money", rollup: true } as const;
const count = { kind: "flow", measures: "count", rollup: true } as const;

export const components = {
  won_amount: { ...money, rows: "Won deals that a partner sourced" },
  won_count: { ...count, rows: "Won deals that a partner sourced" },
  accepted_won: { ...count, rows: "Accepted deals that were won" },
  accepted_lost: { ...count, rows: "Accepted deals that were lost" },
  cycle_days: { ...count, measures: "days", rows: "Won deals with a known start" },
  cycle_count: { ...count, rows: "Won deals with a known start" },
  influenced_amount: { ...money, rows: "Won deals that the partner influenced and did not source" },
  influenced_unsourced: {
    ...money,
    rollup: false,
    distinct: true,
    rows: "Won deals with influence and without a sourcing partner",
  },
  all_won_amount: { ...money, rollup: false, rows: "All won deals, with partners and without" },
  opened_amount: { ...money, rows: "Deals opened, at the amount they were opened with" },
  opened_count: { ...count, rows: "Deals opened" },
  registered: { ...count, rows: "Registrations submitted" },
  approved: { ...count, rows: "Registrations approved" },
  rejected: { ...count, rows: "Registrations rejected" },
  training_done: { kind: "window", measures: "count", rows: "Training completed" },
  training_due: { kind: "window", measures: "count", rows: "Training due, or completed" },
  renewal_amount: { ...money, rows: "Renewal lines invoiced" },
  expansion_amount: { ...money, rows: "Upsell and cross-sell lines invoiced" },
  cross_sold: { ...count, rows: "Won deals with an upsell or cross-sell line" },
  certified_won: { ...count, rows: "Accepted deals won, of partners certified when they opened" },
  certified_lost: { ...count, rows: "Accepted deals lost, of partners certified when they opened" },
  uncertified_won: { ...count, rows: "Accepted deals won, of the other partners" },
  uncertified_lost: { ...count, rows: "Accepted deals lost, of the other partners" },
  launch_days: { ...count, measures: "days", rows: "Partners that launched" },
  launched: { ...count, rows: "Partners that launched" },
  signed: { ...count, rows: "Partners that signed" },
  signed_onboarded: { ...count, rows: "Partners that signed and are through onboarding" },
  signed_registered: { ...count, rows: "Partners that signed and have registered a deal" },
  signed_won: { ...count, rows: "Partners that signed and have won a deal" },
  channel_cost: { ...money, rollup: false, rows: "Channel costs, and incentives used" },
  expected_amount: { ...money, rollup: false, rows: "Open deals expected to close, weighted by their stage" },
  response_seconds: { ...count, rollup: false, measures: "seconds", rows: "Registrations decided" },
  responded: { ...count, rollup: false, rows: "Registrations decided" },
  responded_in_time: { ...count, rollup: false, rows: "Registrations answered within the service level" },
  tickets_opened: { ...count, rollup: false, rows: "Support cases opened" },
  escalations_opened: { ...count, rollup: false, rows: "Support cases and questions about figures opened" },
  resolution_seconds: {
    ...count,
    rollup: false,
    measures: "seconds",
    rows: "Support cases and questions about figures resolved",
  },
  mdf_paid: { ...money, rollup: false, rows: "Market development funds paid" },
  installs_made: { ...count, rollup: false, rows: "Installs" },
  installs_configured: { ...count, rollup: false, rows: "Installs that were configured" },
  installs_synced: { ...count, rollup: false, rows: "Installs that came to a successful sync" },
  minutes_up: { ...count, rollup: false, rows: "Days observed, minutes up" },
  minutes_observed: { ...count, rollup: false, rows: "Days observed, minutes" },
  pulse_points: { ...count, rollup: false, rows: "Answers of partner people, 0 to 10" },
  pulse_answers: { ...count, rollup: false, rows: "Answers of partner people" },
  promoters: { ...count, rollup: false, rows: "Answers of 9 or 10" },
  detractors: { ...count, rollup: false, rows: "Answers of 0 to 6" },
  csat_points: { ...count, rollup: false, rows: "Answers of customers with a partner, 1 to 5" },
  csat_answers: { ...count, rollup: false, rows: "Answers of customers with a partner" },
  csat_direct_points: { ...count, rollup: false, rows: "Answers of direct customers, 1 to 5" },
  csat_direct_answers: { ...count, rollup: false, rows: "Answers of direct customers" },
  stage_entered: { ...count, rollup: false, rows: "Entries into a stage" },
  stage_advanced: { ...count, rollup: false, rows: "Entries that went on to a later stage or were won" },
  stage_days: { ...count, rollup: false, measures: "days", rows: "Stays in a stage that ended" },
  stage_stays: { ...count, rollup: false, rows: "Stays in a stage that ended" },
  open_amount: { kind: "stock", measures: "money", rollup: true, rows: "Open deals that a partner sourced" },
  open_count: { kind: "stock", measures: "count", rollup: true, rows: "Open deals that a partner sourced" },
  enrolled: { kind: "window", measures: "count", rows: "Enrolled partners: onboarding, active or dormant" },
  active_enrolled: {
    kind: "window",
    measures: "count",
    rows: "Enrolled partners with a registration, a new deal or completed training",
  },
  adopting: {
    kind: "window",
    measures: "count",
    rows: "Enrolled partners with a person who signed in on two days or more",
  },
  customers_before: { kind: "window", measures: "count", rows: "Customers with a subscription at the start" },
  customers_kept: {
    kind: "window",
    measures: "count",
    rows: "Customers with a subscription at the start and at the end",
  },
  active_status: { kind: "window", measures: "count", rows: "Active partners" },
  certified_status: { kind: "window", measures: "count", rows: "Active partners with a valid certification" },
  incentives_granted: { kind: "window", measures: "money", rows: "Incentives granted" },
  incentives_used: { kind: "window", measures: "money", rows: "Uses of the incentives granted" },
  mdf_touched: {
    kind: "window",
    measures: "money",
    distinct: true,
    rows: "Deals that funded activities touched, open or won",
  },
  forecast_at_start: {
    kind: "window",
    measures: "money",
    rows: "Deals open at the start and expected to close in the period, weighted by their stage",
  },
  families_allowed: { kind: "window", measures: "count", rows: "Product families that the partner may sell" },
  families_sold: {
    kind: "window",
    measures: "count",
    rows: "Product families that the partner sold, of those it may sell",
  },
  active_installs: { kind: "window", measures: "count", rows: "Installs in use" },
  program_cost: { kind: "window", measures: "money", rows: "Yearly cost of partners, for their years" },
  influenced_open: {
    kind: "window",
    measures: "money",
    distinct: true,
    rows: "Open deals with influence and without a sourcing partner",
  },
  unsourced_open: { kind: "window", measures: "money", distinct: true, rows: "Open deals without a sourcing partner" },
  ...engagement,
  top_partner_amount: {
    kind: "flow",
    measures: "money",
    of: "won_amount",
    pick: "top_fifth",
    rows: "Won deals of the largest fifth of partners with revenue",
  },
  won_markets: {
    kind: "flow",
    measures: "count",
    of: "won_count",
    since: "year",
    pick: "markets",
    rows: "Won deals of twelve months",
  },
  response_median: {
    kind: "flow",
    measures: "seconds",
    of: "response_seconds",
    pick: "median",
    rows: "Registrations decided",
  },
  response_p90: {
    kind: "flow",
    measures: "seconds",
    of: "response_seconds",
    pick: "p90",
    rows: "Registrations decided",
  },
  resolution_median: {
    kind: "flow",
    measures: "seconds",
    of: "resolution_seconds",
    pick: "median",
    rows: "Support cases and questions about figures resolved",
  },
  won_ever: { kind: "flow", measures: "money", of: "won_amount", since: "start", rows: "Won deals since the start" },
  renewed_ever: {
    kind: "flow",
    measures: "money",
    of: "renewal_amount",
    since: "start",
    rows: "Renewal lines since the start",
  },
  cost_ever: {
    kind: "flow",
    measures: "money",
    of: "channel_cost",
    since: "start",
    rows: "Channel costs since the start",
  },
} as const satisfies Record<string, Component>;

export type ComponentKey = keyof typeof components;
type Like<Shape> = {
  [K in ComponentKey]: (typeof components)[K] extends Shape ? K : never;
}[ComponentKey];
export type WindowKey = Like<{ kind: "window" }>;
/** Components that are read from another's facts. */
export type DerivedKey = Like<{ of: ComponentKey }>;

export const componentKeys = Object.keys(components) as ComponentKey[];

/** The registry's entry, with its optional fields. */
export const componentOf = (key: ComponentKey): Component => components[key];

/** Whether a component can be cut by the days of its facts in one reading: not what reaches back before the span. */
export const isByDay = (key: ComponentKey): boolean => componentOf(key).kind === "flow" && !componentOf(key).since;

/** What the figure is of its rows, where it is not their sum. */
export const pickWords: Record<NonNullable<Component["pick"]>, string | null> = {
  top_fifth: null,
  markets: "the figure is the number of countries among them",
  median: "the figure is the middle of their hours, with as many below as above",
  p90: "the figure is what nine in ten of them do not exceed",
};

/** Whether the groups of a cut add up to the whole. */
export const groupsAddUp = (key: ComponentKey): boolean => !componentOf(key).pick;

/** Whether the rows behind it add up to it. */
export function rowsAddUp(key: ComponentKey): boolean {
  const { pick } = componentOf(key);
  return !pick || pickWords[pick] === null;
}
