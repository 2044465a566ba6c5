import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { formatCount, formatDay } from "@/lib/format";
import type { Amendment } from "@/lib/funds/amendment";
import { type Activity, activities } from "@/lib/funds/words";
import { formatMinor } from "@/lib/incentives/words";

type RequestFactsProps = {
  request: {
    activity: Activity;
    startsOn: string;
    endsOn: string;
    plan: string;
    expectedLeads: number | null;
    expectedPipelineMinor: bigint | null;
    requestedMinor: bigint;
    approvedMinor: bigint | null;
    usedMinor: bigint;
    claimBy: string | null;
    reason: string | null;
    amendment: Amendment | null;
  };
  currency: string;
  budget: string;
  submitter: string | null;
};

/** What a request says, and what became of its money. */
export function RequestFacts({ request, currency, budget, submitter }: RequestFactsProps) {
  const money = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, currency));
  const { amendment } = request;
  const changed = amendment
    ? [
        {
          term: "Change asked for",
          value: `${money(BigInt(amendment.amountMinor))}, ${formatDay(amendment.startsOn)} to ${formatDay(amendment.endsOn)}: ${amendment.reason}`,
        },
      ]
    : [];
  return (
    <Card title="The request">
      <DefinitionList
        items={[
          { term: "Asked for", value: money(request.requestedMinor) },
          { term: "Approved", value: money(request.approvedMinor), missing: "Not decided" },
          ...(request.approvedMinor === null
            ? []
            : [{ term: "Claimed and approved", value: money(request.usedMinor) }]),
          ...(request.claimBy ? [{ term: "Claim by", value: formatDay(request.claimBy) }] : []),
          ...changed,
          { term: "Our answer", value: request.reason, missing: "None was written" },
          { term: "Funds", value: budget },
          { term: "What it is", value: activities[request.activity] },
          { term: "When", value: `${formatDay(request.startsOn)} to ${formatDay(request.endsOn)}` },
          { term: "What happens", value: <span className="whitespace-pre-line">{request.plan}</span> },
          {
            term: "Leads expected",
            value: request.expectedLeads === null ? null : formatCount(request.expectedLeads),
            missing: "Not said",
          },
          { term: "Pipeline expected", value: money(request.expectedPipelineMinor), missing: "Not said" },
          { term: "Submitted by", value: submitter, missing: "Not submitted" },
        ]}
      />
    </Card>
  );
}
