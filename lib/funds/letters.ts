import { formatDay } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { claimNumber, requestNumber } from "./words";

/** What happened to funds, with what its letter says. Amounts are texts of minor units. */
export type Heard = {
  kind: string;
  text: string | null;
  partner: string;
  budget: string;
  currency: string;
  free: string;
  expires_on: string;
  request_number: number | null;
  title: string | null;
  approved: string | null;
  claim_by: string | null;
  unclaimed: string | null;
  claim_number: number | null;
  claimed: string | null;
  claim_approved: string | null;
};

type Said = { to: "partner" | "manager" | "finance" | "owners"; subject: string; paragraphs: string[] };

const reason = ({ text }: Heard) => (text ? [`What was said: ${text}`] : []);
const money = (minor: string | null, { currency }: Heard) => formatMinor(BigInt(minor ?? "0"), currency);
const of = (heard: Heard) => `"${heard.title ?? ""}" of ${heard.budget}`;

/** The letters by what happened; what is not listed is told to nobody. Partners never read of another's name. */
const letters: Record<string, (heard: Heard) => Said> = {
  submitted: (h) => ({
    to: "manager",
    subject: `${h.partner} asks for funds`,
    paragraphs: [`${h.partner} asks for money for ${of(h)}. It waits for a decision.`],
  }),
  resubmitted: (h) => ({
    to: "manager",
    subject: `${h.partner} answered`,
    paragraphs: [`${h.partner} completed the request ${of(h)} and submitted it again.`],
  }),
  amended: (h) => ({
    to: "manager",
    subject: `${h.partner} asks for a change`,
    paragraphs: [`${h.partner} asks to change what was approved of ${of(h)}.`, ...reason(h)],
  }),
  returned: (h) => ({
    to: "partner",
    subject: "we have a question",
    paragraphs: [`Your request ${of(h)} needs something more before we can decide.`, ...reason(h)],
  }),
  approved: (h) => ({
    to: "partner",
    subject: `${money(h.approved, h)} approved`,
    paragraphs: [
      `For ${of(h)} we approved ${money(h.approved, h)}. Claim it with proof by ${formatDay(h.claim_by)}.`,
      ...reason(h),
    ],
  }),
  amendment_accepted: (h) => ({
    to: "partner",
    subject: "your change is approved",
    paragraphs: [
      `For ${of(h)}, ${money(h.approved, h)} is approved now. Claim it by ${formatDay(h.claim_by)}.`,
      ...reason(h),
    ],
  }),
  amendment_declined: (h) => ({
    to: "partner",
    subject: "your change is not approved",
    paragraphs: [`For ${of(h)} what was approved before still holds: ${money(h.approved, h)}.`, ...reason(h)],
  }),
  rejected: (h) => ({
    to: "partner",
    subject: "not approved",
    paragraphs: [`Your request ${of(h)} was not approved.`, ...reason(h)],
  }),
  withdrawn: (h) => ({
    to: "manager",
    subject: `${h.partner} withdrew its request`,
    paragraphs: [`${h.partner} withdrew ${of(h)}. What was approved of it is free again.`],
  }),
  claim_reminded: (h) => ({
    to: "partner",
    subject: `${money(h.unclaimed, h)} to claim by ${formatDay(h.claim_by)}`,
    paragraphs: [
      `Of ${of(h)}, ${money(h.unclaimed, h)} is not claimed yet. After ${formatDay(h.claim_by)} it goes back to the program.`,
    ],
  }),
  expired: (h) => ({
    to: "partner",
    subject: "expired",
    paragraphs: [`What was not claimed of ${of(h)} by ${formatDay(h.claim_by)} is free for other requests again.`],
  }),
  expiry_reminded: (h) => ({
    to: "partner",
    subject: `${money(h.free, h)} of ${h.budget} expire after ${formatDay(h.expires_on)}`,
    paragraphs: [
      `You have ${money(h.free, h)} left of ${h.budget}. Ask for what you plan to do by ${formatDay(h.expires_on)}.`,
    ],
  }),
  claim_submitted: (h) => ({
    to: "finance",
    subject: `${h.partner} claims ${money(h.claimed, h)}`,
    paragraphs: [`${h.partner} claims ${money(h.claimed, h)} of ${of(h)}, with proof. It waits for a decision.`],
  }),
  claim_resubmitted: (h) => ({
    to: "finance",
    subject: `${h.partner} answered about its claim`,
    paragraphs: [`${h.partner} completed its claim of ${money(h.claimed, h)} of ${of(h)}.`],
  }),
  claim_checked: (h) => ({
    to: "finance",
    subject: `a second person is needed for ${money(h.claimed, h)}`,
    paragraphs: [`The claim of ${h.partner} was checked. Another person approves it, as it is above the limit.`],
  }),
  claim_returned: (h) => ({
    to: "partner",
    subject: "we have a question about your claim",
    paragraphs: [`Your claim of ${money(h.claimed, h)} needs something more before it can be paid.`, ...reason(h)],
  }),
  claim_approved: (h) => ({
    to: "partner",
    subject: `${money(h.claim_approved, h)} will be paid`,
    paragraphs: [
      `Of your claim of ${money(h.claimed, h)} we approved ${money(h.claim_approved, h)}. It is paid with the next payout.`,
      ...reason(h),
    ],
  }),
  claim_rejected: (h) => ({
    to: "partner",
    subject: "claim not approved",
    paragraphs: [`Your claim of ${money(h.claimed, h)} was not approved.`, ...reason(h)],
  }),
  overdue: (h) => ({
    to: "owners",
    subject: `overdue: ${h.partner}`,
    paragraphs: [
      `${h.claim_number ? "A claim" : "A request"} of ${h.partner} for ${of(h)} should have been decided by now.`,
    ],
  }),
};

/** The letter about what happened, null when nobody is told. */
export function letterOf(heard: Heard): Said | null {
  const said = letters[heard.kind]?.(heard);
  if (!said) return null;
  const number = heard.claim_number
    ? claimNumber(heard.claim_number)
    : heard.request_number
      ? requestNumber(heard.request_number)
      : "Funds:";
  return { ...said, subject: `${number} ${said.subject}` };
}
