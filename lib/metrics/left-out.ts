import { type ComponentKey, componentOf } from "./components";

type Reason = {
  /** What a reader sees. `yours` speaks to a partner of its own row, where the words would differ. */
  says: string;
  yours?: string;
  /** Asked of the program's figure, of one partner's, of both, or by a partner of its own alone. */
  of: "program" | "partner" | "both" | "own";
};

/** Why a row that is near to a figure is not in it. */
export const reasons = {
  no_rate: { says: "No exchange rate within 7 days of its day, so it has no amount in the figure", of: "both" },
  no_partner: { says: "No partner sourced it", of: "program" },
  influenced: {
    says: "The partner helped to win it and did not source it",
    yours: "You helped with it and did not source it",
    of: "partner",
  },
  sourced: { says: "A partner sourced it, so it counts as sourced", of: "both" },
  lost: { says: "Closed as lost", of: "both" },
  still_open: { says: "Expected to close in the period, and still open", of: "both" },
  not_accepted: { says: "Its registration was not accepted", of: "both" },
  no_start: { says: "Neither the day of its registration nor of its opening is known", of: "both" },
  no_day: { says: "The day on which it was opened is not known", of: "both" },
  no_close_day: { says: "No day is set on which it is expected to close", of: "both" },
  draft: { says: "A draft that was begun in the period and never submitted", of: "own" },
  undecided: { says: "Submitted in the period, and neither approved nor rejected yet", of: "both" },
  withdrawn: { says: "Withdrawn before it was decided on", of: "both" },
  other_kind: { says: "An invoice line of another kind", of: "both" },
  not_enrolled: { says: "Not enrolled at the end of the period: prospect, suspended or ended", of: "both" },
  joined_later: { says: "Joined after the period", of: "both" },
  merged: { says: "Merged into another record, which is counted", of: "program" },
  done_before: { says: "Due in the period, and completed before it began", of: "both" },
  began_later: { says: "The subscription began in the period: it was not there at its start", of: "both" },
  not_active: { says: "Not active at the end of the period", of: "both" },
  not_moved_on: { says: "Has not gone on to a later stage", of: "both" },
  did_nothing: { says: "Enrolled, and did nothing that counts in the period", of: "both" },
  not_signed_in: { says: "Enrolled, and nobody of it signed in on enough days", of: "both" },
  not_completed: { says: "Due, and not completed", of: "both" },
  not_renewed: { says: "No subscription at the end of the period", of: "both" },
  not_certified: { says: "Active, without a valid certification", of: "both" },
} as const satisfies Record<string, Reason>;

export type LeftOutReason = keyof typeof reasons;

const deal = ["no_partner", "influenced", "still_open", "lost"] as const;

/** The nearest rows that a component leaves out, most telling first. Rows without a rate are looked for wherever money is counted. */
const nearest: Partial<Record<ComponentKey, readonly LeftOutReason[]>> = {
  won_amount: deal,
  won_count: deal,
  accepted_won: ["not_accepted", ...deal],
  accepted_lost: ["not_accepted", "no_partner", "influenced", "still_open"],
  cycle_days: ["no_start", ...deal],
  cycle_count: ["no_start", ...deal],
  influenced_amount: ["sourced", "lost", "still_open"],
  influenced_unsourced: ["sourced", "lost", "still_open"],
  all_won_amount: ["lost", "still_open"],
  opened_amount: ["no_partner", "influenced", "no_day"],
  opened_count: ["no_partner", "influenced", "no_day"],
  registered: ["draft"],
  approved: ["undecided", "withdrawn"],
  rejected: ["undecided", "withdrawn"],
  renewal_amount: ["other_kind"],
  expansion_amount: ["other_kind"],
  expected_amount: ["no_close_day", "no_partner", "influenced"],
  open_amount: ["no_partner", "influenced"],
  open_count: ["no_partner", "influenced"],
  stage_advanced: ["not_moved_on"],
  enrolled: ["not_enrolled", "joined_later", "merged"],
  active_enrolled: ["did_nothing"],
  adopting: ["not_signed_in"],
  training_done: ["not_completed"],
  training_due: ["done_before"],
  customers_before: ["began_later"],
  customers_kept: ["not_renewed"],
  active_status: ["not_active"],
  certified_status: ["not_certified"],
};

/** Components of the same rows, of which the first holds all and the second some: what the second leaves out. */
export const wholeOf: Partial<Record<LeftOutReason, readonly [whole: ComponentKey, part: ComponentKey]>> = {
  not_moved_on: ["stage_entered", "stage_advanced"],
  did_nothing: ["enrolled", "active_enrolled"],
  not_signed_in: ["enrolled", "adopting"],
  not_completed: ["training_due", "training_done"],
  not_renewed: ["customers_before", "customers_kept"],
  not_certified: ["active_status", "certified_status"],
};

/** Which exclusions are looked for behind a component: by a partner of its `own` figure, else by staff of one partner's or of the program's. */
export function reasonsFor(component: ComponentKey, ofPartner: boolean | "own"): LeftOutReason[] {
  const wanted = nearest[component] ?? [];
  const money = componentOf(component).measures === "money";
  const all: LeftOutReason[] = [...(money ? (["no_rate"] as const) : []), ...wanted];
  return all.filter((key) => {
    const { of }: Reason = reasons[key];
    return of === "both" || of === (ofPartner ? "partner" : "program") || of === ofPartner;
  });
}

/** The reason in words, to staff or to the partner whose row it is. */
export function reasonText(key: LeftOutReason, toPartner: boolean): string {
  const reason: Reason = reasons[key];
  return toPartner ? (reason.yours ?? reason.says) : reason.says;
}
