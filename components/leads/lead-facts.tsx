import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, formatE4, formatInstant } from "@/lib/format";

type LeadFactsProps = {
  lead: {
    customerName: string;
    domain: string | null;
    country: string | null;
    region: string | null;
    industry: string | null;
    contactName: string | null;
    contactEmail: string | null;
    contactPhone: string | null;
    need: string;
    source: string | null;
    product: string | null;
    amountE4: bigint | null;
    currency: string | null;
    dealId: string | null;
    deal: string | null;
    createdAt: Date;
    closedOn: string | null;
  };
  timeZone: string;
  /** Why nobody may read the contact yet; null when the reader may. */
  noContact: string | null;
};

/** A lead as it was entered, and the deal that it became. */
export function LeadFacts({ lead, timeZone, noContact }: LeadFactsProps) {
  const { amountE4, currency, contactEmail } = lead;
  return (
    <Card title="Lead">
      <p className="text-body mb-4 max-w-[72ch] whitespace-pre-line">{lead.need}</p>
      <DefinitionList
        items={[
          ...(lead.dealId
            ? [{ term: "Deal", value: <TextLink href={`/deals/${lead.dealId}`}>{lead.deal}</TextLink> }]
            : []),
          ...(lead.closedOn ? [{ term: "Closed", value: formatDay(lead.closedOn) }] : []),
          { term: "Product", value: lead.product, missing: "Not known yet" },
          {
            term: "Amount",
            value: amountE4 !== null && currency ? formatE4(amountE4, currency) : null,
            missing: "Not known",
          },
          ...(noContact
            ? [{ term: "Contact", value: <span className="text-muted">{noContact}</span> }]
            : [
                { term: "Contact", value: lead.contactName },
                {
                  term: "E-mail",
                  value: contactEmail ? <TextLink href={`mailto:${contactEmail}`}>{contactEmail}</TextLink> : null,
                },
                { term: "Phone", value: lead.contactPhone },
              ]),
          { term: "Web site", value: lead.domain },
          { term: "Country", value: lead.country },
          { term: "Region", value: lead.region },
          { term: "Industry", value: lead.industry },
          { term: "Source", value: lead.source },
          { term: "Entered", value: formatInstant(lead.createdAt, timeZone) },
        ]}
      />
    </Card>
  );
}
