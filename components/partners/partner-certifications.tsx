import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { Missing } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatDay } from "@/lib/format";

type Certification = {
  id: string;
  name: string;
  subject: string | null;
  person: string | null;
  issuedOn: string | null;
  expiresOn: string | null;
};

/** Certifications of the company and its people; `today` decides which still hold. */
export function PartnerCertifications({ items, today }: { items: readonly Certification[]; today: string }) {
  return (
    <Section title="Certifications">
      <DataTable
        caption="Certifications"
        columns={[
          { key: "name", label: "Certification" },
          { key: "subject", label: "Subject" },
          { key: "person", label: "Held by" },
          { key: "state", label: "State" },
          { key: "issued", label: "Issued", align: "right" },
          { key: "expires", label: "Expires", align: "right" },
        ]}
        rows={items.map((item) => ({
          key: item.id,
          cells: {
            name: item.name,
            subject: item.subject ?? <Missing reason="No subject recorded" />,
            person: item.person ?? "The company",
            state: <State item={item} today={today} />,
            issued: formatDay(item.issuedOn),
            expires: item.expiresOn ? formatDay(item.expiresOn) : <Missing reason="Does not expire" />,
          },
        }))}
        empty={<EmptyState icon="graduation-cap" title="No certifications recorded yet" />}
      />
    </Section>
  );
}

function State({ item, today }: { item: Certification; today: string }) {
  if (item.issuedOn && item.issuedOn > today) return <Badge tone="info">Not yet valid</Badge>;
  if (item.expiresOn && item.expiresOn < today) return <Badge tone="bad">Expired</Badge>;
  return <Badge tone="good">Valid</Badge>;
}
