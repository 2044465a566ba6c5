import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { registrationStatuses } from "@/lib/deals/words";
import { formatDay, formatE4 } from "@/lib/format";

type Item = {
  kind: "registration" | "deal" | "account";
  id: string;
  name: string;
  domain: string | null;
  country: string | null;
  partner: string | null;
  partnerId: string | null;
  status: string;
  since: string | null;
  amountE4: bigint | null;
  currency: string | null;
  overlap: string[];
  open: boolean;
  verdict: "same" | "possible" | "different";
  hits: { rule: string; strength: "strong" | "medium" | "weak"; says: string }[];
};

const strengths = { strong: "bad", medium: "warn", weak: "neutral" } as const;

/** What else speaks of this customer, side by side with what was registered: which rule says so, and how strongly. */
export function EvidenceList({ items, partnerId }: { items: readonly Item[]; partnerId: string }) {
  const rival = items.filter((item) => item.open && item.partnerId !== partnerId && item.verdict === "same").length;
  return (
    <Card
      title="Is this customer taken?"
      description={
        items.length === 0
          ? "No other registration, account or deal speaks of this customer."
          : `${items.length} ${items.length === 1 ? "record" : "records"} may be the same customer${rival > 0 ? `, ${rival} of them open and of somebody else` : ""}. Strongest first.`
      }
    >
      {items.length > 0 ? (
        <ul className="divide-line divide-y">
          {items.map((item) => (
            <li key={`${item.kind} ${item.id}`} className="py-3 first:pt-0 last:pb-0">
              <p className="flex flex-wrap items-center gap-2">
                <Name item={item} />
                <Badge tone={item.verdict === "same" ? "bad" : "warn"}>
                  {item.verdict === "same" ? "Same customer" : "Perhaps the same"}
                </Badge>
                {item.open ? <Badge tone="info">Open</Badge> : null}
              </p>
              <p className="text-muted mt-1 text-xs">{factsOf(item)}</p>
              <ul className="mt-2 space-y-1">
                {item.hits.map((hit) => (
                  <li key={hit.rule} className="flex items-baseline gap-2">
                    <Badge tone={strengths[hit.strength]}>{hit.strength}</Badge>
                    <span className="min-w-0">{hit.says}</span>
                  </li>
                ))}
                {item.overlap.length > 0 ? <li>Both are about {item.overlap.join(", ")}.</li> : null}
              </ul>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Name({ item }: { item: Item }) {
  const href = { registration: `/registrations/${item.id}`, deal: `/deals/${item.id}`, account: null }[item.kind];
  const text = `${item.kind === "registration" ? "Registration" : item.kind === "deal" ? "Deal" : "Account"}: ${item.name}`;
  return href ? <TextLink href={href}>{text}</TextLink> : <span className="text-ink font-medium">{text}</span>;
}

function factsOf(item: Item): string {
  const status =
    item.kind === "registration" ? registrationStatuses[item.status as keyof typeof registrationStatuses] : item.status;
  return [
    status,
    item.partner ?? (item.kind === "registration" ? null : "no partner"),
    item.since ? `since ${formatDay(item.since)}` : null,
    item.amountE4 !== null && item.currency ? formatE4(item.amountE4, item.currency) : null,
    item.domain,
    item.country,
  ]
    .filter(Boolean)
    .join(" · ");
}
