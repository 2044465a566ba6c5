import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay } from "@/lib/format";
import { morningHref } from "@/lib/home/filter";
import { type GapKey, type GapLine, gaps } from "@/lib/home/gaps";
import { recordHref } from "@/lib/record/filter";

type GapTableProps = {
  rows: readonly GapLine[];
  partners: number;
  filter: { list: GapKey; book: string; page: number };
  perPage: number;
};

/** The partners with a gap, the most pressing first. */
export function GapTable({ rows, partners, filter, perPage }: GapTableProps) {
  const { list, page } = filter;
  const first = (page - 1) * perPage;
  const to = (number: number) => morningHref("/home/gaps", { ...filter, page: number });
  const named = list === "expiring" || list === "training" || list === "steps";
  const whats = { expiring: "Certification", training: "Course", steps: "Step", reviews: "Next" } as Record<
    GapKey,
    string
  >;
  return (
    <DataTable
      caption={gaps[list].title}
      columns={[
        { key: "partner", label: "Partner" },
        ...(named || list === "reviews" ? [{ key: "what", label: whats[list] }] : []),
        {
          key: "on",
          label: list === "expiring" ? "Ends" : list === "training" || list === "steps" ? "Was due" : gaps[list].column,
        },
        ...(named ? [{ key: "count", label: "In all", align: "right" as const }] : []),
        { key: "manager", label: "Manager" },
      ]}
      rows={rows.map(({ id, name, what, on, count, manager }) => ({
        key: id,
        href: hrefOf(list, id),
        cells: {
          partner: name,
          what: what ?? "",
          on: on ? formatDay(on) : { missing: list === "uncertified" ? "Never had one" : "Not recorded" },
          count: formatCount(count),
          manager: manager ?? { missing: "No manager" },
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(partners)} partners`}
          previousHref={page > 1 ? to(page - 1) : null}
          nextHref={first + rows.length < partners ? to(page + 1) : null}
        />
      }
      empty={<EmptyState icon="circle-check" title="No partner has this gap" />}
    />
  );
}

function hrefOf(list: GapKey, partnerId: string): string {
  if (list === "reviews") return `/scorecards/${partnerId}`;
  return list === "steps" ? recordHref(partnerId, "tasks") : `/partners/${partnerId}`;
}
