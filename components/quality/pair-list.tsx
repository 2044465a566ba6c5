import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount } from "@/lib/format";
import { type Hit, likelyEnough, likelyWords } from "@/lib/quality/duplicates";
import type { PairFilter } from "@/lib/quality/filter";
import { hitWords, pairsHref } from "@/lib/quality/pairs-view";

type PairListProps = {
  rows: readonly {
    id: string;
    likely: number;
    hits: Hit[];
    one: string;
    other: string;
    of: string | null;
    dismissedBy: string | null;
    dismissedWhy: string | null;
  }[];
  filter: PairFilter;
  more: boolean;
};

/** Pairs with the reasons, the likeliest first; a line opens both side by side. */
export function PairList({ rows, filter, more }: PairListProps) {
  const dismissed = filter.show === "dismissed";
  return (
    <DataTable
      caption="Records that may be one"
      columns={[
        { key: "names", label: "These two" },
        { key: "likely", label: "How likely" },
        { key: "why", label: dismissed ? "Why they are not the same" : "Why" },
        ...(filter.kind === "person" ? [{ key: "of", label: "Partner" }] : []),
      ]}
      rows={rows.map((pair) => ({
        key: pair.id,
        href: `/quality/duplicates/${pair.id}`,
        cells: {
          names: (
            <span className="block whitespace-normal">
              {pair.one} <span className="text-muted font-normal">and</span> {pair.other}
            </span>
          ),
          likely: {
            text: `${likelyWords(pair.likely)}, ${formatCount(pair.likely)} of 100`,
            tone: pair.likely >= likelyEnough ? "warn" : "neutral",
          },
          why: (
            <span className="text-muted block text-xs whitespace-normal">
              {dismissed ? `${pair.dismissedWhy} (${pair.dismissedBy})` : pair.hits.map(hitWords).join(" ")}
            </span>
          ),
          of: pair.of,
        },
      }))}
      footer={
        rows.length ? (
          <Pagination
            text={`${formatCount(rows.length)} shown`}
            previousHref={filter.page > 1 ? pairsHref(filter, { page: filter.page - 1 }) : null}
            nextHref={more ? pairsHref(filter, { page: filter.page + 1 }) : null}
          />
        ) : null
      }
      empty={
        <EmptyState icon="circle-check" title={dismissed ? "No pair was called different" : "No two may be one"}>
          Names, sites, parents and telephone numbers are compared every night and after imports.
        </EmptyState>
      }
    />
  );
}
