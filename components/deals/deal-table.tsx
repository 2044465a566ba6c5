import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { Missing } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { type DealFilter, dealDefaults } from "@/lib/deals/filter";
import { dealRoles, outcomeTones } from "@/lib/deals/words";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import { listHref, sortLink } from "@/lib/lists/links";

type DealRow = {
  id: string;
  name: string;
  account: string | null;
  stage: string;
  outcome: "open" | "won" | "lost";
  amountE4: bigint;
  currency: string;
  reportedE4: bigint | null;
  openedOn: string | null;
  closedOn: string | null;
  expectedCloseOn: string | null;
  partnerId?: string | null;
  partner?: string | null;
  role?: "sourcing" | "influencing";
};

type DealTableProps = {
  rows: readonly DealRow[];
  totals: { count: number; reportedE4: bigint; missing: number };
  previous: string | null;
  next: string | null;
  filter: DealFilter;
  currency: string;
  staff: boolean;
};

/** Deals as one line each; the totals are of the whole filter, in the reporting currency. */
export function DealTable({ rows, totals, previous, next, filter, currency, staff }: DealTableProps) {
  const sort = (by: string, startsWith: "asc" | "desc" = "asc") =>
    sortLink("/deals", filter, dealDefaults, { sort: by, startsWith });
  const rates =
    totals.missing > 0 ? ` · ${formatCount(totals.missing)} have no exchange rate and are not in the sum` : "";
  const page = (edge: { after?: string; before?: string }) =>
    listHref("/deals", filter, dealDefaults, { after: "", before: "", ...edge });
  return (
    <DataTable
      caption="Deals"
      columns={[
        { key: "name", label: "Deal", ...sort("name") },
        { key: "account", label: "Account", ...sort("account") },
        staff ? { key: "partner", label: "Partner" } : { key: "role", label: "Your role" },
        { key: "stage", label: "Stage", ...sort("stage") },
        { key: "opened", label: "Opened", align: "right", ...sort("opened", "desc") },
        {
          key: "closes",
          label: "Closes",
          align: "right",
          title: "Grey: the day it is expected to close",
          ...sort("closes", "desc"),
        },
        {
          key: "amount",
          label: "Amount",
          align: "right",
          title: `Sorted by the amount in ${currency}`,
          ...sort("amount", "desc"),
        },
      ]}
      rows={rows.map((row) => ({ key: row.id, href: `/deals/${row.id}`, cells: cellsOf(row, currency) }))}
      totals={{
        name: `Total of ${formatCount(totals.count)}`,
        amount: (
          <span title={formatE4(totals.reportedE4, currency)}>{formatE4(totals.reportedE4, currency, "whole")}</span>
        ),
      }}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${formatCount(totals.count)} shown${rates}`}
          previousHref={previous ? page({ before: previous }) : null}
          nextHref={next ? page({ after: next }) : null}
        />
      }
      empty={<NoDeals filtered={listHref("/deals", filter, dealDefaults) !== "/deals"} staff={staff} />}
    />
  );
}

function cellsOf(row: DealRow, currency: string) {
  return {
    name: row.name,
    account: row.account ? <Short text={row.account} /> : <Missing reason="No account recorded" />,
    partner: row.partner ? (
      <TextLink href={`/partners/${row.partnerId}`} quiet className="above-row">
        <Short text={row.partner} />
      </TextLink>
    ) : (
      <Missing reason="No partner sourced it" />
    ),
    role: row.role ? dealRoles[row.role] : null,
    stage: <Badge tone={outcomeTones[row.outcome]}>{row.stage}</Badge>,
    opened: row.openedOn ? formatDay(row.openedOn) : <Missing reason="The day is not recorded" />,
    closes: <Closes row={row} />,
    amount: (
      <span
        title={row.currency === currency || row.reportedE4 === null ? undefined : formatE4(row.reportedE4, currency)}
      >
        {formatE4(row.amountE4, row.currency)}
      </span>
    ),
  };
}

/** One line of at most 11 rem, whole on hover. */
function Short({ text }: { text: string }) {
  return (
    <span title={text} className="block max-w-44 truncate">
      {text}
    </span>
  );
}

function Closes({ row }: { row: DealRow }) {
  if (row.closedOn) return formatDay(row.closedOn);
  if (row.outcome !== "open") return <Missing reason="The day is not recorded" />;
  if (!row.expectedCloseOn) return <Missing reason="Still open, no day expected" />;
  return (
    <span className="text-muted" title="Expected">
      {formatDay(row.expectedCloseOn)}
      <span className="sr-only"> expected</span>
    </span>
  );
}

function NoDeals({ filtered, staff }: { filtered: boolean; staff: boolean }) {
  if (filtered)
    return (
      <EmptyState
        icon="filter"
        title="No deal matches these filters"
        actions={<LinkButton href="/deals">Clear filters</LinkButton>}
      >
        Take one of the filters away, or look on the first page.
      </EmptyState>
    );
  if (!staff) return <EmptyState icon="briefcase-business" title="No deals with your company yet" />;
  return (
    <EmptyState
      icon="briefcase-business"
      title="No deals yet"
      actions={
        <LinkButton href="/imports" variant="primary" icon="upload">
          Import deals
        </LinkButton>
      }
    >
      Import them from your CRM; stages and days become their history.
    </EmptyState>
  );
}
