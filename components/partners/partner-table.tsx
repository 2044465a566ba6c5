import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { Missing } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatE4 } from "@/lib/format";
import { listHref, sortLink } from "@/lib/lists/links";
import { type PartnerFilter, partnerDefaults } from "@/lib/partners/filter";
import { type PartnerStatus, type PartnerType, partnerTypes } from "@/lib/partners/words";
import { StatusBadge, TierName } from "./partner-badges";

type Figures = { openDeals: number; pipelineE4: bigint; wonE4: bigint; missing: number };
type PartnerRow = Figures & {
  id: string;
  name: string;
  type: string;
  tier: string | null;
  status: PartnerStatus;
  country: string | null;
  region: string | null;
  manager: string | null;
};

type PartnerTableProps = {
  rows: readonly PartnerRow[];
  count: number;
  totals: Figures;
  filter: PartnerFilter;
  perPage: number;
  currency: string;
};

/** Partners with what they sourced; the totals are of the whole filter. */
export function PartnerTable({ rows, count, totals, filter, perPage, currency }: PartnerTableProps) {
  const sort = (by: string, startsWith: "asc" | "desc" = "asc") =>
    sortLink("/partners", filter, partnerDefaults, { sort: by, startsWith });
  return (
    <DataTable
      caption="Partners"
      columns={[
        { key: "name", label: "Partner", ...sort("name") },
        { key: "type", label: "Type" },
        { key: "tier", label: "Tier", ...sort("tier", "desc") },
        { key: "status", label: "Status", ...sort("status") },
        { key: "country", label: "Country", ...sort("country") },
        { key: "manager", label: "Manager" },
        { key: "open", label: "Open deals", align: "right" },
        { key: "pipeline", label: "Open pipeline", align: "right", title: sourced, ...sort("pipeline", "desc") },
        { key: "won", label: "Won in 12 months", align: "right", title: sourced, ...sort("won", "desc") },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/partners/${row.id}`,
        cells: {
          name: row.name,
          type: partnerTypes[row.type as PartnerType] ?? row.type,
          tier: <TierName tier={row.tier} />,
          status: <StatusBadge status={row.status} />,
          country: row.country ?? <Missing reason="No country recorded" />,
          manager: row.manager ?? <Missing reason="Nobody manages this partner" />,
          open: formatCount(row.openDeals),
          pipeline: formatE4(row.pipelineE4, currency, "whole"),
          won: formatE4(row.wonE4, currency, "whole"),
        },
      }))}
      totals={{
        name: `Total of ${formatCount(count)}`,
        open: formatCount(totals.openDeals),
        pipeline: formatE4(totals.pipelineE4, currency, "whole"),
        won: formatE4(totals.wonE4, currency, "whole"),
      }}
      footer={<Footer count={count} filter={filter} perPage={perPage} missing={totals.missing} />}
      empty={<NoPartners filtered={listHref("/partners", filter, partnerDefaults) !== "/partners"} />}
    />
  );
}

const sourced = "Deals that the partner sourced, in the reporting currency";

type FooterProps = { count: number; filter: PartnerFilter; perPage: number; missing: number };

function Footer({ count, filter, perPage, missing }: FooterProps) {
  const first = (filter.page - 1) * perPage + 1;
  const last = Math.min(count, filter.page * perPage);
  const page = (number: number) => listHref("/partners", filter, partnerDefaults, { page: number });
  const rates = missing > 0 ? ` · ${formatCount(missing)} deals have no exchange rate and are not in the sums` : "";
  return (
    <Pagination
      text={`${formatCount(first)} to ${formatCount(last)} of ${formatCount(count)}${rates}`}
      previousHref={filter.page > 1 ? page(filter.page - 1) : null}
      nextHref={last < count ? page(filter.page + 1) : null}
    />
  );
}

function NoPartners({ filtered }: { filtered: boolean }) {
  if (!filtered)
    return (
      <EmptyState
        icon="handshake"
        title="No partners yet"
        actions={
          <>
            <LinkButton href="/imports" variant="primary" icon="upload">
              Import partners
            </LinkButton>
            <LinkButton href="/partners/new">Create one</LinkButton>
          </>
        }
      >
        Import them from a file, or create the first by hand.
      </EmptyState>
    );
  return (
    <EmptyState
      icon="filter"
      title="No partner matches these filters"
      actions={<LinkButton href="/partners">Clear filters</LinkButton>}
    >
      Take one of the filters away, or look on the first page.
    </EmptyState>
  );
}
