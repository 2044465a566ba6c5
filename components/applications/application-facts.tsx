import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { type PartnerType, partnerTypes } from "@/lib/partners/words";

type ApplicationFactsProps = {
  application: {
    company: string;
    domain: string | null;
    country: string;
    type: string;
    contactName: string;
    contactEmail: string;
    contactTitle: string | null;
    sells: string;
    expects: string | null;
    partnerId: string | null;
    partner: string | null;
  };
};

/** What the company says of itself, word for word. */
export function ApplicationFacts({ application }: ApplicationFactsProps) {
  const { domain, country, type, contactName, contactEmail, contactTitle, sells, expects, partnerId, partner } =
    application;
  return (
    <Card title="The company" description="As the applicant wrote it; the e-mail address is confirmed.">
      <DefinitionList
        items={[
          ...(partnerId
            ? [{ term: "Partner", value: <TextLink href={`/partners/${partnerId}`}>{partner}</TextLink> }]
            : []),
          { term: "Kind", value: partnerTypes[type as PartnerType] ?? type },
          { term: "Country", value: country },
          { term: "Web site", value: domain },
          { term: "Contact", value: [contactName, contactTitle].filter(Boolean).join(", ") },
          { term: "E-mail", value: contactEmail },
          { term: "How they sell", value: <span className="whitespace-pre-line wrap-anywhere">{sells}</span> },
          {
            term: "What they expect",
            value: expects ? <span className="whitespace-pre-line wrap-anywhere">{expects}</span> : null,
          },
        ]}
      />
    </Card>
  );
}
