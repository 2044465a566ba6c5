import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatInstant } from "@/lib/format";

type ReaderTableProps = {
  readers: readonly { id: string; name: string; people: string[]; readAt: string | null }[];
  timeZone: string;
};

/** Which companies have read an announcement, by whom, and which have not. */
export function ReaderTable({ readers, timeZone }: ReaderTableProps) {
  return (
    <Section title="Who has read it">
      <DataTable
        caption="Who has read it"
        columns={[
          { key: "company", label: "Company" },
          { key: "people", label: "Read by" },
          { key: "at", label: "First read", align: "right" },
        ]}
        rows={readers.map(({ id, name, people, readAt }) => ({
          key: id,
          href: `/partners/${id}`,
          cells: {
            company: name,
            people: people.length > 0 ? people.join(", ") : { text: "Not yet", tone: "warn" },
            at: readAt ? formatInstant(new Date(readAt), timeZone) : { missing: "Nobody there has read it" },
          },
        }))}
        empty={<EmptyState icon="users" title="It is for no partner now" />}
      />
    </Section>
  );
}
