import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import type { CustomCriterion } from "@/lib/tiers/criteria";
import type { Requirement } from "@/lib/tiers/standing";
import { asksWords } from "@/lib/tiers/words";

type Tier = {
  key: string;
  name: string;
  rank: number;
  requirements: readonly Requirement[];
  benefits: readonly string[];
  partners: number;
};

/** Tiers from the highest down, with what each asks for and how many partners stand on it. */
export function TierTable({
  tiers,
  currency,
  customs,
  editable,
}: {
  tiers: readonly Tier[];
  currency: string;
  customs: readonly CustomCriterion[];
  editable: boolean;
}) {
  return (
    <DataTable
      caption="Tiers"
      columns={[
        { key: "name", label: "Tier" },
        { key: "asks", label: "Asks for, at least" },
        { key: "benefits", label: "Benefits" },
        { key: "rank", label: "Rank", align: "right" },
        { key: "partners", label: "Partners", align: "right" },
      ]}
      rows={[...tiers].reverse().map((tier) => ({
        key: tier.key,
        href: editable ? `/admin/tiers/${tier.key}` : undefined,
        cells: {
          name: tier.name,
          asks: (
            <span className="inline-block py-1.5 whitespace-normal">
              {tier.requirements.map((one) => asksWords(one, currency, customs)).join(" · ") || "Nothing"}
            </span>
          ),
          benefits: tier.benefits.length ? (
            <span className="inline-block py-1.5 whitespace-normal">{tier.benefits.join(" · ")}</span>
          ) : (
            { missing: "No benefits written yet" }
          ),
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
