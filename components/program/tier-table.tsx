import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatMoney } from "@/lib/format";
import { isTierCriterion, tierCriteria } from "@/lib/partners/tier-criteria";

type Tier = {
  key: string;
  name: string;
  rank: number;
  requirements: readonly { criterion: string; atLeast: string }[];
  partners: number;
};

/** Tiers from the highest down, with what each asks for and how many partners stand on it. */
export function TierTable({
  tiers,
  currency,
  editable,
}: {
  tiers: readonly Tier[];
  currency: string;
  editable: boolean;
}) {
  return (
    <DataTable
      caption="Tiers"
      columns={[
        { key: "name", label: "Tier" },
        { key: "asks", label: "Asks for, at least" },
        { key: "rank", label: "Rank", align: "right" },
        { key: "partners", label: "Partners", align: "right" },
      ]}
      rows={[...tiers].reverse().map((tier) => ({
        key: tier.key,
        href: editable ? `/admin/tiers/${tier.key}` : undefined,
        cells: {
          name: tier.name,
          asks: <span className="whitespace-normal">{asks(tier, currency)}</span>,
          rank: tier.rank,
          partners: (
            <TextLink href={`/partners?tier=${encodeURIComponent(tier.key)}`} className="above-row">
              {formatCount(tier.partners)}
            </TextLink>
          ),
        },
      }))}
      empty={
        <EmptyState icon="layers" title="No tiers yet">
          Create the first one.
        </EmptyState>
      }
    />
  );
}

function asks({ requirements }: Tier, currency: string): string {
  if (requirements.length === 0) return "Nothing yet";
  const said = requirements.map(({ criterion, atLeast }) => {
    if (!isTierCriterion(criterion)) return `${criterion}: ${atLeast}`;
    const { label, unit } = tierCriteria[criterion];
    return `${label}: ${unit === "money" ? formatMoney(atLeast, currency, "whole") : atLeast}`;
  });
  return said.join(" · ");
}
