import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { type Outcome, outcomeTones } from "@/lib/deals/words";
import { formatE4 } from "@/lib/format";

type DealHeaderProps = {
  deal: {
    id: string;
    name: string;
    stage: string;
    outcome: Outcome;
    amountE4: bigint;
    currency: string;
    account: string | null;
  };
  mayCorrect: boolean;
};

/** A deal's name, stage and worth. */
export function DealHeader({ deal, mayCorrect }: DealHeaderProps) {
  const account = deal.account ? ` for ${deal.account}` : "";
  return (
    <PageHeader
      title={deal.name}
      breadcrumb={[{ label: "Deals", href: "/deals" }]}
      badges={<Badge tone={outcomeTones[deal.outcome]}>{deal.stage}</Badge>}
      state={`${formatE4(deal.amountE4, deal.currency)}${account}.`}
      actions={
        mayCorrect ? (
          <LinkButton href={`/deals/${deal.id}/correct`} icon="pencil">
            Correct the outcome
          </LinkButton>
        ) : null
      }
    />
  );
}
