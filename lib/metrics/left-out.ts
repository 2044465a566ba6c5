import { type ComponentKey, componentOf } from "./components";
import { type EngagementPart, engagementParts } from "./engagement";

type Reason = {
  /** What a reader sees. `yours` speaks to a partner of its own row, where the words would differ. */
  says: string;
  yours?: string;
  /** Asked of the program's figure, of one partner's, of both, by a partner of its own alone, or of one partner's by staff alone. */
  of: "program" | "partner" | "both" | "own" | "theirs";
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
  answered_late: { says: "Answered after the service level", of: "both" },
  no_answer_time: { says: "Decided on without a time of the answer after its submission", of: "both" },
  of_customers: { says: "Answered by a customer", of: "both" },
  of_partner_people: { says: "Answered by somebody of a partner", of: "both" },
  with_partner: { says: "Answered by a customer with a partner", of: "program" },
  below_nine: { says: "Answered 0 to 8", of: "both" },
  above_six: { says: "Answered 7 to 10", of: "both" },
  no_signing_day: { says: "The day on which it signed is not known", of: "both" },
  before_signing: { says: "Registered or integrated before it signed", of: "both" },
  not_onboarded: { says: "Signed, and not through onboarding", of: "both" },
  not_registered: { says: "Signed, and has not registered a deal", of: "both" },
  not_won: { says: "Signed, and has not won a deal", of: "both" },
  not_certified_then: { says: "Its partner was not certified when it opened, or that day is not known", of: "both" },
  certified_then: { says: "Its partner was certified when it opened, or that day is not known", of: "both" },
  nothing_more: { says: "Won without an upsell or cross-sell line", of: "both" },
  not_sold: { says: "May be sold, and was not", of: "both" },
  used_later: { says: "Used after the period", of: "both" },
  other_grant: { says: "Paid from a rebate or reward, not from MDF", of: "both" },
  touched_and_lost: { says: "Touched by a funded activity, and lost by the end of the period", of: "both" },
  not_configured: { says: "Installed, and not configured", of: "both" },
  not_synced: { says: "Installed, and without a successful sync", of: "both" },
  removed: { says: "Removed before the end of the period", of: "both" },
  unresolved: { says: "Opened before the end of the period, and not resolved by then", of: "both" },
  still_in_stage: { says: "Still in its stage at the end of the period", of: "both" },
  no_points: { says: "Enrolled, and without points for it", of: "both" },
  below_top_fifth: { says: "Of a partner below the largest fifth", of: "program" },
  nobody_helped: { says: "No partner sourced or influences it", of: "program" },
  not_moved_on: { says: "Has not gone on to a later stage", of: "both" },
  did_nothing: { says: "Enrolled, and did nothing that counts in the period", of: "both" },
  not_signed_in: { says: "Enrolled, and nobody of it signed in on enough days", of: "both" },
  not_completed: { says: "Due, and not completed", of: "both" },
  not_renewed: { says: "No subscription at the end of the period", of: "both" },
  not_certified: { says: "Active, without a valid certification", of: "both" },
  no_yearly_cost: { says: "Begun, and what it costs a year is not known", of: "both" },
  not_observed: { says: "Live, and not observed on any day of the period", of: "both" },
  kept_by_staff: { says: "A question that staff keep to themselves, so it counts for the program alone", of: "theirs" },
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
  top_partner_amount: ["below_top_fifth"],
  influenced_open: ["nobody_helped"],
  stage_days: ["still_in_stage"],
  stage_stays: ["still_in_stage"],
  response_median: ["undecided", "no_answer_time"],
  response_p90: ["undecided", "no_answer_time"],
  responded: ["undecided", "no_answer_time"],
  pulse_points: ["of_customers"],
  pulse_answers: ["of_customers"],
  csat_points: ["of_partner_people"],
  csat_answers: ["of_partner_people"],
  csat_direct_points: ["with_partner"],
  csat_direct_answers: ["with_partner"],
  launch_days: ["before_signing", "no_signing_day"],
  launched: ["before_signing", "no_signing_day"],
  signed: ["no_signing_day", "merged"],
  incentives_used: ["used_later"],
  mdf_paid: ["other_grant"],
  mdf_touched: ["touched_and_lost"],
  active_installs: ["removed"],
  resolution_median: ["unresolved"],
  enrolled: ["not_enrolled", "joined_later", "merged"],
  training_due: ["done_before"],
  customers_before: ["began_later"],
  active_status: ["not_active"],
  won_markets: deal,
  won_ever: deal,
  renewed_ever: ["other_kind"],
  program_cost: ["no_yearly_cost"],
  minutes_up: ["not_observed"],
  minutes_observed: ["not_observed"],
  escalations_opened: ["kept_by_staff"],
};

/** Components that are some of the rows of another, and what is said of the others. */
export const partsOf: Partial<Record<ComponentKey, { whole: ComponentKey; reason: LeftOutReason }>> = {
  stage_advanced: { whole: "stage_entered", reason: "not_moved_on" },
  active_enrolled: { whole: "enrolled", reason: "did_nothing" },
  adopting: { whole: "enrolled", reason: "not_signed_in" },
  training_done: { whole: "training_due", reason: "not_completed" },
  customers_kept: { whole: "customers_before", reason: "not_renewed" },
  certified_status: { whole: "active_status", reason: "not_certified" },
  responded_in_time: { whole: "responded", reason: "answered_late" },
  promoters: { whole: "pulse_answers", reason: "below_nine" },
  detractors: { whole: "pulse_answers", reason: "above_six" },
  signed_onboarded: { whole: "signed", reason: "not_onboarded" },
  signed_registered: { whole: "signed", reason: "not_registered" },
  signed_won: { whole: "signed", reason: "not_won" },
  certified_won: { whole: "accepted_won", reason: "not_certified_then" },
  certified_lost: { whole: "accepted_lost", reason: "not_certified_then" },
  uncertified_won: { whole: "accepted_won", reason: "certified_then" },
  uncertified_lost: { whole: "accepted_lost", reason: "certified_then" },
  cross_sold: { whole: "won_count", reason: "nothing_more" },
  families_sold: { whole: "families_allowed", reason: "not_sold" },
  installs_configured: { whole: "installs_made", reason: "not_configured" },
  installs_synced: { whole: "installs_made", reason: "not_synced" },
  ...(Object.fromEntries(
    engagementParts.map((part) => [`engagement_${part}`, { whole: "enrolled", reason: "no_points" }]),
  ) as Record<`engagement_${EngagementPart}`, { whole: "enrolled"; reason: "no_points" }>),
};

/** Which exclusions are looked for behind a component: by a partner of its `own` figure, else by staff of one partner's or of the program's. */
export function reasonsFor(component: ComponentKey, ofPartner: boolean | "own"): LeftOutReason[] {
  const rest = partsOf[component];
  const wanted = [...(rest ? [rest.reason] : []), ...(nearest[component] ?? [])];
  const money = componentOf(component).measures === "money";
  const all: LeftOutReason[] = [...(money ? (["no_rate"] as const) : []), ...wanted];
  return all.filter((key) => {
    const { of }: Reason = reasons[key];
    const ofOne = ofPartner === true && of === "theirs";
    return of === "both" || ofOne || of === (ofPartner ? "partner" : "program") || of === ofPartner;
  });
}

/** The reason in words, to staff or to the partner whose row it is. */
export function reasonText(key: LeftOutReason, toPartner: boolean): string {
  const reason: Reason = reasons[key];
  return toPartner ? (reason.yours ?? reason.says) : reason.says;
}
