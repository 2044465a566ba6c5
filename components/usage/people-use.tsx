import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { type Role, roleLabels } from "@/lib/access/roles";
import { formatCount, formatPercent } from "@/lib/format";

type PeopleUseProps = {
  roles: readonly { role: Role; people: number; came: number; before: number; days: number }[];
  segments: readonly { segment: string | null; companies: number; came: number; before: number }[];
};

const share = (part: number, whole: number) => (whole > 0 ? formatPercent(part / whole) : "–");

/** Who signs in: people by their role, companies by their segment, beside as many days before. */
export function PeopleUse({ roles, segments }: PeopleUseProps) {
  return (
    <Section title="Who signs in">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-2">
        <DataTable
          caption="People by role"
          columns={[
            { key: "name", label: "Role" },
            { key: "people", label: "With access", align: "right" },
            { key: "came", label: "Came", align: "right" },
            { key: "share", label: "Share", align: "right" },
            { key: "before", label: "Before", align: "right" },
          ]}
          rows={roles.map(({ role, people, came, before }) => ({
            key: role,
            cells: {
              name: roleLabels[role],
              people: formatCount(people),
              came: formatCount(came),
              share: share(came, people),
              before: formatCount(before),
            },
          }))}
        />
        <DataTable
          caption="Companies by segment"
          columns={[
            { key: "name", label: "Segment" },
            { key: "companies", label: "Companies", align: "right" },
            { key: "came", label: "Came", align: "right" },
            { key: "share", label: "Share", align: "right" },
            { key: "before", label: "Before", align: "right" },
          ]}
          rows={segments.map(({ segment, companies, came, before }) => ({
            key: segment ?? "none",
            cells: {
              name: segment ?? "Without a segment",
              companies: formatCount(companies),
              came: formatCount(came),
              share: share(came, companies),
              before: formatCount(before),
            },
          }))}
        />
      </div>
    </Section>
  );
}
