import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, formatE4 } from "@/lib/format";

type DealFactsProps = {
  deal: {
    account: string | null;
    industry: string | null;
    country: string | null;
    outcome: "open" | "won" | "lost";
    accepted: boolean;
    amountE4: bigint;
    currency: string;
    reportedE4: bigint | null;
    openedOn: string | null;
    registeredOn: string | null;
    closedOn: string | null;
    expectedCloseOn: string | null;
    owner: string | null;
    leadId: string | null;
    lastActivityOn: string | null;
    notes?: { nextStep: string | null; closeReason: string | null };
  };
  reportingCurrency: string;
  /** The next step stands in a form of its own. */
  mayPlan: boolean;
};

/** A deal as it stands. What staff note for themselves is there for staff alone. */
export function DealFacts({ deal, reportingCurrency, mayPlan }: DealFactsProps) {
  const day = (value: string | null) => (value ? formatDay(value) : null);
  const foreign = deal.currency !== reportingCurrency;
  return (
    <Card title="Deal">
      <DefinitionList
        items={[
          { term: "Account", value: deal.account },
          { term: "Industry", value: deal.industry },
          { term: "Country", value: deal.country },
          { term: "Amount", value: formatE4(deal.amountE4, deal.currency) },
          ...(foreign
            ? [
                {
                  term: `In ${reportingCurrency}`,
                  value: deal.reportedE4 === null ? null : formatE4(deal.reportedE4, reportingCurrency, "cents"),
                  missing: "No exchange rate for its day",
                },
              ]
            : []),
          { term: "Opened", value: day(deal.openedOn), missing: "The day is not recorded" },
          { term: "Registered", value: day(deal.registeredOn), missing: "Not registered" },
          { term: "Expected to close", value: day(deal.expectedCloseOn) },
          ...(deal.outcome === "open"
            ? []
            : [
                { term: "Closed", value: day(deal.closedOn), missing: "The day is not recorded" },
                ...(deal.notes ? [{ term: "Reason of closing", value: deal.notes.closeReason }] : []),
              ]),
          { term: "Owner", value: deal.owner, missing: "Nobody named" },
          ...(deal.leadId
            ? [{ term: "Came of", value: <TextLink href={`/leads/${deal.leadId}`}>the lead</TextLink> }]
            : []),
          { term: "Last activity", value: day(deal.lastActivityOn), missing: "None recorded" },
          { term: "Counts for the win rate", value: deal.accepted ? "Yes, accepted" : "No, not accepted" },
          ...(deal.notes && !mayPlan ? [{ term: "Next step", value: deal.notes.nextStep }] : []),
        ]}
      />
    </Card>
  );
}
