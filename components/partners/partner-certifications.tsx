import type { Cell } from "@/components/tables/body-rows";
import { DataTable } from "@/components/tables/data-table";
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
            subject: item.subject ?? { missing: "No subject recorded" },
            person: item.person ?? "The company",
            state: stateOf(item, today),
            issued: formatDay(item.issuedOn),
            expires: item.expiresOn ? formatDay(item.expiresOn) : { missing: "Does not expire" },
          },
        }))}
        empty={<EmptyState icon="graduation-cap" title="No certifications recorded yet" />}
      />
    </Section>
  );
}

function stateOf({ issuedOn, expiresOn }: Certification, today: string): Cell {
  if (issuedOn && issuedOn > today) return { text: "Not yet valid", tone: "info" };
  if (expiresOn && expiresOn < today) return { text: "Expired", tone: "bad" };
  return { text: "Valid", tone: "good" };
}
