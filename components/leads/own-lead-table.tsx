import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatE4, formatInstant } from "@/lib/format";
import { timeLeft } from "@/lib/leads/view";
import { type LeadStatus, leadTones, type OfferStatus, offerStatuses, offerTones, statusFor } from "@/lib/leads/words";

type OwnLead = {
  id: string;
  leadId: string | null;
  customerName: string | null;
  country: string | null;
  status: LeadStatus | null;
  offer: OfferStatus;
  amountE4: bigint | null;
  currency: string | null;
  offeredAt: Date;
  answerBy: Date;
  reason: string | null;
};
type OwnLeadTableProps = {
  rows: readonly OwnLead[];
  count: number;
  page: number;
  perPage: number;
  timeZone: string;
  now: Date;
};

/** What a partner was offered, with the clock of what waits for its answer first. Of what it gave away, that it did. */
export function OwnLeadTable({ rows, count, page, perPage, timeZone, now }: OwnLeadTableProps) {
  const day = (at: Date) => formatInstant(at, timeZone).split(",")[0] as string;
  return (
    <DataTable
      caption="Leads"
      columns={[
        { key: "customer", label: "Customer" },
        { key: "country", label: "Country", narrow: true },
        { key: "status", label: "Status" },
        { key: "answer", label: "Answer due", align: "right" },
        { key: "amount", label: "Amount", align: "right" },
        { key: "offered", label: "Offered", align: "right" },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: row.leadId ? `/leads/${row.leadId}` : undefined,
        cells: {
          customer: row.customerName ?? "No longer with you",
          country: row.country ?? { missing: row.leadId ? "Not recorded" : "No longer with you" },
          status: stateOf(row),
          answer:
            row.offer === "offered"
              ? { text: timeLeft(row.answerBy, now), title: formatInstant(row.answerBy, timeZone) }
              : { missing: "Nothing to answer" },
          amount:
            row.amountE4 !== null && row.currency ? formatE4(row.amountE4, row.currency) : { missing: "Not known" },
          offered: day(row.offeredAt),
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${formatCount(count)} shown`}
          previousHref={page > 1 ? `/leads?page=${page - 1}` : null}
          nextHref={page * perPage < count ? `/leads?page=${page + 1}` : null}
        />
      }
      empty={
        <EmptyState icon="send" title="No leads for your company yet">
          When a customer fits your company, the lead stands here and your admins get a mail.
        </EmptyState>
      }
    />
  );
}

function stateOf({ leadId, status, offer, reason }: OwnLead) {
  if (leadId && status) return { text: statusFor("partner", status), tone: leadTones[status] };
  return { text: offerStatuses[offer], tone: offerTones[offer], title: reason ?? undefined };
}
