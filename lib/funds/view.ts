import { formatDay, formatInstant, formatPercent } from "@/lib/format";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { formatMinor } from "@/lib/incentives/words";
import { shareOf } from "@/lib/money";
import { type ClaimStatus, claimDecisions, claimMay, claimStates, type RequestStatus, requestStates } from "./states";
import { claimNumber, requestNumber } from "./words";

type Allocation = {
  id: string;
  budget: string;
  currency: string;
  amountMinor: bigint;
  committedMinor: bigint;
  usedMinor: bigint;
  returnedMinor: bigint;
  freeMinor: bigint;
  expiresOn: string;
  accrualPpm: number | null;
  accrualFrom: string | null;
  accrualTo: string | null;
};

/** The rule of accrual in words, null where money is given by hand. */
export function accrualWords({
  accrualPpm,
  accrualFrom,
  accrualTo,
  currency,
}: Pick<Allocation, "accrualPpm" | "accrualFrom" | "accrualTo" | "currency">) {
  if (accrualPpm === null) return null;
  return `${formatPercent(String(accrualPpm / 1_000_000))} of the revenue invoiced in ${currency} from ${formatDay(accrualFrom)} until before ${formatDay(accrualTo)}, rounded down; refunds take away again what is still free.`;
}

/** An allocation as a card: what is left to ask for, what is promised, what was used. */
export function allocationView(one: Allocation, today: string) {
  const money = (minor: bigint) => formatMinor(minor, one.currency);
  const over = one.expiresOn < today;
  const { amountMinor, committedMinor, usedMinor, returnedMinor } = one;
  return {
    id: one.id,
    budget: one.budget,
    free: decimalOfMinor(one.freeMinor, one.currency),
    freeText: money(one.freeMinor),
    currency: one.currency,
    over,
    ends: over ? `Ended ${formatDay(one.expiresOn)}` : `Ask for it by ${formatDay(one.expiresOn)}`,
    parts: [
      ["Given to you", money(amountMinor)],
      ["Promised for your requests", money(committedMinor)],
      ["Claimed and approved", money(usedMinor)],
      ["On account, not yet claimed", money(amountMinor - usedMinor - returnedMinor)],
      ...(returnedMinor > 0n ? [["Expired, back with the program", money(returnedMinor)]] : []),
    ] as [string, string][],
    rule: accrualWords(one),
    used: shareOf(usedMinor + committedMinor, amountMinor) ?? 0,
  };
}
export type AllocationView = ReturnType<typeof allocationView>;

type Request = {
  id: string;
  number: number;
  title: string;
  status: RequestStatus;
  requestedMinor: bigint;
  approvedMinor: bigint | null;
  usedMinor: bigint;
  currency: string;
  claimBy: string | null;
};
type Claim = {
  id: string;
  number: number;
  requestId: string;
  status: ClaimStatus;
  amountMinor: bigint;
  approvedMinor: bigint | null;
  paid: boolean;
};

/** What the partner can do next, first things first; nothing that waits for us. */
export function nextSteps(requests: readonly Request[], claims: readonly Claim[]) {
  const claimed = new Set(
    claims
      .filter(({ status }) => ["draft", "submitted", "checked", "returned"].includes(status))
      .map(({ requestId }) => requestId),
  );
  return [
    ...claims
      .filter(({ status }) => status === "returned" || status === "draft")
      .map(({ id, number, status }) => ({
        href: `/funds/claims/${id}`,
        text:
          status === "draft"
            ? `Add the proof to ${claimNumber(number)} and submit it`
            : `Answer our question about ${claimNumber(number)}`,
      })),
    ...requests
      .filter(({ status }) => status === "returned" || status === "draft")
      .map(({ id, title, status }) => ({
        href: status === "draft" ? `/funds/requests/new?request=${id}` : `/funds/requests/${id}`,
        text: status === "draft" ? `Finish the request "${title}"` : `Answer our question about "${title}"`,
      })),
    ...requests
      .filter(
        ({ id, status, approvedMinor, usedMinor }) =>
          status === "approved" && (approvedMinor ?? 0n) > usedMinor && !claimed.has(id),
      )
      .map(({ id, title, approvedMinor, usedMinor, claimBy, currency }) => ({
        href: `/funds/requests/${id}#claims`,
        text: `Claim ${formatMinor((approvedMinor ?? 0n) - usedMinor, currency)} of "${title}" by ${formatDay(claimBy)}`,
      })),
  ].slice(0, 6);
}

/** A request in a list. */
export function requestRow(request: Request) {
  const { status, requestedMinor, approvedMinor, usedMinor, currency } = request;
  const money = (minor: bigint) => formatMinor(minor, currency);
  const state = requestStates[status];
  return {
    key: request.id,
    href: status === "draft" ? `/funds/requests/new?request=${request.id}` : `/funds/requests/${request.id}`,
    cells: {
      title: request.title,
      state: { text: state.label, tone: state.tone },
      next:
        status === "approved" && usedMinor < (approvedMinor ?? 0n)
          ? `Claim by ${formatDay(request.claimBy)}`
          : state.partner,
      requested: money(requestedMinor),
      approved: approvedMinor === null ? { missing: "Not decided" } : money(approvedMinor),
      claimed: approvedMinor === null ? { missing: "Not decided" } : money(usedMinor),
      number: { text: requestNumber(request.number), muted: true },
    },
  };
}

/** The standing of a claim in a word, with what it means to the partner. */
export function claimStanding({ status, paid }: { status: ClaimStatus; paid: boolean }) {
  if (status === "approved" && paid) return { label: "Paid", tone: "good" as const, says: "Was paid out" };
  const { label, tone, partner } = claimStates[status];
  return { label, tone, says: partner };
}

type Event = { id: string; at: Date; kind: string; text: string | null; person: string | null; claimId: string | null };

const said: Record<string, (who: string) => string> = {
  submitted: (who) => `${who} submitted the request`,
  resubmitted: (who) => `${who} answered and submitted it again`,
  recalled: (who) => `${who} took it back to edit it`,
  withdrawn: (who) => `${who} withdrew the request`,
  amended: (who) => `${who} asked for a change`,
  amendment_taken_back: (who) => `${who} took the wish for a change back`,
  amendment_accepted: (who) => `${who} approved the change`,
  amendment_declined: (who) => `${who} declined the change`,
  returned: (who) => `${who} sent it back with a question`,
  approved: (who) => `${who} approved the request`,
  rejected: (who) => `${who} did not approve the request`,
  closed: () => "The request was closed: what was not claimed is free again",
  expired: () => "The time to claim is over: what was not claimed is free again",
  claim_reminded: () => "A reminder was sent: the time to claim ends soon",
  claim_submitted: (who) => `${who} submitted a claim`,
  claim_resubmitted: (who) => `${who} answered and submitted the claim again`,
  claim_recalled: (who) => `${who} took the claim back to edit it`,
  claim_withdrawn: (who) => `${who} withdrew the claim`,
  claim_checked: (who) => `${who} checked the claim; another person approves it`,
  claim_returned: (who) => `${who} sent the claim back with a question`,
  claim_approved: (who) => `${who} approved the claim: it is payable`,
  claim_rejected: (who) => `${who} did not approve the claim`,
  overdue: () => "The decision is overdue; the program's owners were told",
};
const tones: Record<string, "good" | "warn" | "bad" | "info"> = {
  approved: "good",
  claim_approved: "good",
  rejected: "bad",
  claim_rejected: "bad",
  returned: "warn",
  claim_returned: "warn",
  expired: "warn",
  overdue: "bad",
};

/** What happened, as sentences, newest first. */
export const historyOf = (events: readonly Event[], timeZone: string) =>
  events.flatMap(({ id, kind, person, at, text }) => {
    const sentence = said[kind]?.(person ?? "The program");
    return sentence ? [{ key: id, sentence, when: formatInstant(at, timeZone), detail: text, tone: tones[kind] }] : [];
  });

const decisionLabels = { approve: "Approve", return: "Send back with a question", reject: "Do not approve" } as const;
/** What may be decided on a claim as it stands. */
export const claimChoices = (status: ClaimStatus) =>
  claimDecisions
    .filter((move) => status !== "returned" && claimMay(status, move))
    .map((value) => ({ value, label: decisionLabels[value] }));
