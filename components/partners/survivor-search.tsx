import { FilterBar } from "@/components/tables/filter-bar";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";

type SurvivorSearchProps = {
  merged: string;
  q: string;
  found: readonly { id: string; name: string; country: string | null; tier: string | null }[];
};

/** Finds the record that another one is merged into. */
export function SurvivorSearch({ merged, q, found }: SurvivorSearchProps) {
  return (
    <>
      <FilterBar
        action="/partners/merge"
        hidden={{ merged }}
        filters={[{ kind: "search", name: "q", label: "Search partners", value: q }]}
      />
      {q ? (
        <Card title={found.length > 0 ? "Merge into" : `No other partner is called "${q}"`}>
          <ul className="space-y-2">
            {found.map((partner) => (
              <li key={partner.id}>
                <TextLink href={`/partners/merge?survivor=${partner.id}&merged=${merged}`}>{partner.name}</TextLink>
                <span className="text-muted"> {[partner.tier, partner.country].filter(Boolean).join(", ")}</span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
