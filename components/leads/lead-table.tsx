import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatE4, formatInstant } from "@/lib/format";
import { type LeadFilter, leadDefaults } from "@/lib/leads/filter";
import { timeLeft } from "@/lib/leads/view";
import { type LeadStatus, leadStatuses, leadTones } from "@/lib/leads/words";
import { listHref } from "@/lib/lists/links";

type LeadTableProps = {
  rows: readonly {
    id: string;
    customerName: string;
    country: string | null;
    status: LeadStatus;
    partnerId: string | null;
    partner: string | null;
    amountE4: bigint | null;
    currency: string | null;
    createdAt: Date;
    answerBy: Date | null;
  }[];
  count: number;
  /** The edges of the pages beside this one. */
  previous: string | null;
  next: string | null;
  filter: LeadFilter;
  timeZone: string;
  now: Date;
  manages: boolean;
};

/** The leads of the program: what waits for somebody first. */
export function LeadTable({ rows, count, previous, next, filter, timeZone, now, manages }: LeadTableProps) {
  const page = (edge: { after: string } | { before: string }) =>
    listHref("/leads", filter, leadDefaults, { after: "", before: "", ...edge });
  const filtered = listHref("/leads", filter, leadDefaults, { page: 1, after: "", before: "" }) !== "/leads";
  return (
    <DataTable
      caption="Leads"
      columns={[
        { key: "customer", label: "Customer" },
        { key: "country", label: "Country", narrow: true },
        { key: "status", label: "Status" },
        { key: "partner", label: "Partner", narrow: true },
        { key: "answer", label: "Answer due", align: "right" },
        { key: "amount", label: "Amount", align: "right" },
        { key: "entered", label: "Entered", align: "right" },
      ]}
      rows={rows.map((lead) => ({
        key: lead.id,
        href: `/leads/${lead.id}`,
        cells: {
          customer: lead.customerName,
          country: lead.country ?? { missing: "Not recorded" },
          status: { text: leadStatuses[lead.status], tone: leadTones[lead.status] },
          partner: lead.partner
            ? { text: lead.partner, title: lead.partner, href: `/partners/${lead.partnerId}` }
            : { missing: "No partner holds it" },
          answer: lead.answerBy
            ? { text: timeLeft(lead.answerBy, now), title: formatInstant(lead.answerBy, timeZone) }
            : { missing: "No offer is open" },
          amount:
            lead.amountE4 !== null && lead.currency ? formatE4(lead.amountE4, lead.currency) : { missing: "Not known" },
          entered: { text: formatInstant(lead.createdAt, timeZone).split(",")[0] as string },
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${formatCount(count)} shown`}
          previousHref={previous ? page({ before: previous }) : null}
          nextHref={next ? page({ after: next }) : null}
        />
      }
      empty={filtered ? <NoMatch /> : <NoLeads manages={manages} />}
    />
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon="filter"
      title="No lead matches these filters"
      actions={<LinkButton href="/leads">Clear filters</LinkButton>}
    >
      Take one of the filters away, or look on the first page.
    </EmptyState>
  );
}

function NoLeads({ manages }: { manages: boolean }) {
  return (
    <EmptyState
      icon="send"
      title="No leads yet"
      actions={
        manages ? (
          <LinkButton href="/leads/new" variant="primary" icon="plus">
            New lead
          </LinkButton>
        ) : null
      }
    >
      A lead is a customer's interest that goes to the partner it fits best.
    </EmptyState>
  );
}
