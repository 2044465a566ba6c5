import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { type Role, roleLabels } from "@/lib/access/roles";
import { formatCount, formatInstant } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type Access, type PeopleFilter, peopleDefaults } from "@/lib/people/filter";
import { AccessBadge } from "./access-badge";

type Person = {
  id: string;
  name: string;
  email: string | null;
  role: string | null;
  access: Access;
  partnerName: string | null;
  lastSignInAt: Date | null;
};

type PeopleTableProps = {
  rows: readonly Person[];
  total: number;
  filter: PeopleFilter;
  perPage: number;
  timeZone: string;
};

export function PeopleTable({ rows, total, filter, perPage, timeZone }: PeopleTableProps) {
  const first = (filter.page - 1) * perPage + 1;
  const last = first + rows.length - 1;
  const page = (number: number) => listHref("/admin/people", filter, peopleDefaults, { page: number });
  return (
    <DataTable
      caption="People"
      columns={[
        { key: "name", label: "Name" },
        { key: "role", label: "Role" },
        { key: "company", label: "Company" },
        { key: "access", label: "Access" },
        { key: "email", label: "E-mail" },
        { key: "seen", label: "Last sign-in" },
      ]}
      rows={rows.map((person) => ({
        key: person.id,
        href: `/admin/people/${person.id}`,
        cells: {
          name: person.name,
          role: person.role ? roleLabels[person.role as Role] : { missing: "No role: has never had access" },
          company: person.partnerName ?? "Staff",
          access: <AccessBadge access={person.access} />,
          email: person.email ?? { missing: "No e-mail recorded" },
          seen: person.lastSignInAt ? formatInstant(person.lastSignInAt, timeZone) : { missing: "Never signed in" },
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(first)} to ${formatCount(last)} of ${formatCount(total)} ${total === 1 ? "person" : "people"}`}
          previousHref={filter.page > 1 ? page(filter.page - 1) : null}
          nextHref={last < total ? page(filter.page + 1) : null}
        />
      }
      empty={
        <EmptyState
          icon="users"
          title="Nobody matches these filters"
          actions={<LinkButton href="/admin/people">Clear filters</LinkButton>}
        >
          Take one of the filters away. Imported contacts are shown with Access: No access.
        </EmptyState>
      }
    />
  );
}
