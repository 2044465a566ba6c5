import { DataTable } from "@/components/tables/data-table";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatE4 } from "@/lib/format";
import { listHref, sortLink } from "@/lib/lists/links";
import { type PartnerFilter, partnerDefaults } from "@/lib/partners/filter";
import { type PartnerStatus, type PartnerType, partnerStatuses, partnerTypes, statusTones } from "@/lib/partners/words";
import { NoPartners } from "./no-partners";

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
        { key: "open", label: "Open", title: "Open deals that the partner sourced", align: "right" },
        {
          key: "pipeline",
          label: `Pipeline, ${currency}`,
          align: "right",
          title: sourced,
          ...sort("pipeline", "desc"),
        },
        {
          key: "won",
          label: `Won, ${currency}`,
          align: "right",
          title: `${sourced}, won in the last 12 months`,
          ...sort("won", "desc"),
        },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/partners/${row.id}`,
        cells: {
          name: row.name,
          type: partnerTypes[row.type as PartnerType] ?? row.type,
          tier: row.tier ?? { missing: "Not in a tier" },
          status: { text: partnerStatuses[row.status], tone: statusTones[row.status] },
          country: row.country ?? { missing: "No country recorded" },
          manager: row.manager ?? { missing: "Nobody manages this partner" },
          open: formatCount(row.openDeals),
          pipeline: whole(row.pipelineE4, currency),
          won: whole(row.wonE4, currency),
        },
      }))}
      totals={{
        name: `Total of ${formatCount(count)}`,
        open: formatCount(totals.openDeals),
        pipeline: whole(totals.pipelineE4, currency),
        won: whole(totals.wonE4, currency),
      }}
      footer={<Footer count={count} filter={filter} perPage={perPage} missing={totals.missing} />}
      empty={<NoPartners filtered={listHref("/partners", filter, partnerDefaults) !== "/partners"} />}
    />
  );
}

const sourced = "Deals that the partner sourced, in the reporting currency";

/** Whole units under a heading that names the currency; the exact amount on hover. */
function whole(amountE4: bigint, currency: string) {
  const text = formatE4(amountE4, currency, "whole").replace(currency, "").trim();
  return { text, title: formatE4(amountE4, currency, "cents") };
}

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
