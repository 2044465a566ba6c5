/**
 * The additive components that metrics are made of. `flow`: summed over facts of a day in [from, to). `stock`: the sum of
 * all changes before `to`. `window`: one number per partner, counted anew for each span. `rollup` components are kept as
 * monthly sums by the database; `distinct` ones count a deal once, however many partners share it.
 */
export type Component = {
  kind: "flow" | "stock" | "window";
  measures: "money" | "count" | "days";
  /** What one counted row is, for the list behind the figure. */
  rows: string;
  rollup?: boolean;
  distinct?: boolean;
};

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
  channel_cost: { ...money, rollup: false, rows: "Channel costs" },
  expected_amount: { ...money, rollup: false, rows: "Open deals expected to close, weighted by their stage" },
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
} as const satisfies Record<string, Component>;

export type ComponentKey = keyof typeof components;

export const componentKeys = Object.keys(components) as ComponentKey[];

/** The registry's entry, with its optional fields. */
export const componentOf = (key: ComponentKey): Component => components[key];
