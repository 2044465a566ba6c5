import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, formatInstant } from "@/lib/format";
import { requestNumber } from "@/lib/funds/words";
import { formatMinor } from "@/lib/incentives/words";

type ClaimFactsProps = {
  claim: {
    amountMinor: bigint;
    approvedMinor: bigint | null;
    what: string;
    last: boolean;
    reason: string | null;
    submittedAt: Date | null;
  };
  request: {
    id: string;
    number: number;
    title: string;
    currency: string;
    approvedMinor: bigint | null;
    usedMinor: bigint;
    startsOn: string;
    endsOn: string;
    plan: string;
  };
  submitter: string | null;
  timeZone: string;
};

/** What is claimed beside what was approved. */
export function ClaimFacts({ claim, request, submitter, timeZone }: ClaimFactsProps) {
  const money = (minor: bigint) => formatMinor(minor, request.currency);
  const left = (request.approvedMinor ?? 0n) - request.usedMinor;
  return (
    <Card title="The claim">
      <DefinitionList
        items={[
          { term: "Claimed", value: money(claim.amountMinor) },
          ...(claim.approvedMinor === null ? [] : [{ term: "Approved", value: money(claim.approvedMinor) }]),
          { term: "Spent on", value: <span className="whitespace-pre-line">{claim.what}</span> },
          { term: "Our answer", value: claim.reason, missing: "None was written" },
          {
            term: "Request",
            value: (
              <TextLink href={`/funds/requests/${request.id}`}>
                {requestNumber(request.number)} {request.title}
              </TextLink>
            ),
          },
          { term: "Approved of it", value: money(request.approvedMinor ?? 0n) },
          { term: "Left of it", value: money(left) },
          { term: "When", value: `${formatDay(request.startsOn)} to ${formatDay(request.endsOn)}` },
          { term: "What was planned", value: <span className="whitespace-pre-line">{request.plan}</span> },
          ...(claim.last ? [{ term: "Last claim", value: "Yes: what is left is free again afterwards" }] : []),
          {
            term: "Submitted",
            value: claim.submittedAt
              ? `${formatInstant(claim.submittedAt, timeZone)} by ${submitter ?? "somebody"}`
              : null,
            missing: "Not submitted",
          },
        ]}
      />
    </Card>
  );
}
