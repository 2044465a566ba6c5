import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatCount, formatDay } from "@/lib/format";

type WhoToNudgeProps = {
  dropOffs: readonly {
    id: string;
    name: string;
    manager: string | null;
    days: number;
    before: number;
    last: string | null;
  }[];
  nudges: readonly {
    id: string;
    name: string;
    companyId: string;
    company: string;
    last: string | null;
    since: string;
    waits: number;
  }[];
};

/** Companies that come much less, and people who stay away; those for whom something waits first. */
export function WhoToNudge({ dropOffs, nudges }: WhoToNudgeProps) {
  return (
    <>
      <Section title="Who drops off" description="On half as many days as before, or fewer.">
        <DataTable
          caption="Companies that drop off"
          columns={[
            { key: "name", label: "Partner" },
            { key: "days", label: "Days", align: "right" },
            { key: "before", label: "Before", align: "right" },
            { key: "manager", label: "Manager" },
          ]}
          rows={dropOffs.map(({ id, name, days, before, manager }) => ({
            key: id,
            href: `/partners/${id}`,
            cells: {
              name,
              days: formatCount(days),
              before: formatCount(before),
              manager: manager ?? { missing: "Nobody" },
            },
          }))}
          empty={
            <EmptyState title="Nobody drops off">Companies that came on four days or more are compared.</EmptyState>
          }
        />
      </Section>
      <Section title="Whom to nudge" description="With access, and not here all that time.">
        <DataTable
          caption="People to nudge"
          columns={[
            { key: "name", label: "Person" },
            { key: "company", label: "Partner" },
            { key: "last", label: "Last here", align: "right" },
            { key: "waits", label: "Alerts for them", align: "right" },
          ]}
          rows={nudges.map(({ id, name, companyId, company, last, since, waits }) => ({
            key: id,
            href: `/partners/${companyId}`,
            cells: {
              name,
              company,
              last: last ? formatDay(last) : { missing: `Never since ${formatDay(since)}` },
              waits: formatCount(waits),
            },
          }))}
          empty={<EmptyState title="Everybody was here">Nobody with access stayed away.</EmptyState>}
        />
      </Section>
    </>
  );
}
