import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { type ApplicationFilter, applicationDefaults } from "@/lib/applications/form";
import { type ApplicationState, applicationStates } from "@/lib/applications/states";
import { clock } from "@/lib/deals/registrations/times";
import { formatCount, formatInstant } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type PartnerType, partnerTypes } from "@/lib/partners/words";

type ApplicationTableProps = {
  rows: readonly {
    id: string;
    state: ApplicationState;
    company: string;
    country: string;
    type: string;
    contactName: string;
    confirmedAt: Date | null;
    dueAt: Date | null;
    decidedAt: Date | null;
  }[];
  count: number;
  perPage: number;
  filter: ApplicationFilter;
  timeZone: string;
  now: Date;
};

/** Applications: what waits comes by its due time. */
export function ApplicationTable({ rows, count, perPage, filter, timeZone, now }: ApplicationTableProps) {
  const first = (filter.page - 1) * perPage;
  const to = (page: number) => listHref("/applications", filter, applicationDefaults, { page });
  const day = (at: Date | null) => (at ? formatInstant(at, timeZone).split(",")[0] : "");
  const due = (at: Date) => {
    const { says, late, soon } = clock(at, now);
    return { text: says, tone: late ? ("bad" as const) : soon ? ("warn" as const) : ("neutral" as const) };
  };
  return (
    <DataTable
      caption="Applications"
      columns={[
        { key: "company", label: "Company" },
        { key: "type", label: "Kind" },
        { key: "country", label: "Country" },
        { key: "contact", label: "Contact" },
        { key: "state", label: "Status" },
        { key: "applied", label: "Applied", align: "right" },
        { key: "due", label: "Due", align: "right" },
      ]}
      rows={rows.map(({ id, state, company, country, type, contactName, confirmedAt, dueAt, decidedAt }) => ({
        key: id,
        href: `/applications/${id}`,
        cells: {
          company,
          type: partnerTypes[type as PartnerType] ?? type,
          country,
          contact: contactName,
          state: { text: applicationStates[state].label, tone: applicationStates[state].tone },
          applied: day(confirmedAt),
          due:
            state === "submitted" && dueAt
              ? due(dueAt)
              : { missing: decidedAt ? "It is decided" : "The applicant is to answer" },
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(count)}`}
          previousHref={filter.page > 1 ? to(filter.page - 1) : null}
          nextHref={first + rows.length < count ? to(filter.page + 1) : null}
        />
      }
      empty={
        <EmptyState icon="user-plus" title={filter.show === "waiting" ? "No application waits" : "No such application"}>
          Companies apply by the public form; what they write stands here once their address is confirmed.
        </EmptyState>
      }
    />
  );
}
