import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type ScorecardFilter, scorecardDefaults } from "@/lib/scorecards/filter";
import { type Status, statuses } from "@/lib/scorecards/status";
import { type TemplateKey, templates } from "@/lib/scorecards/templates";

type ScorecardListProps = {
  rows: readonly {
    partnerId: string;
    partner: string;
    template: TemplateKey;
    owner: string | null;
    nextReviewOn: string;
    status: Status;
    says: string;
  }[];
  count: number;
  all: number;
  perPage: number;
  filter: ScorecardFilter;
  today: string;
  edits: boolean;
};

/** Partnerships by how they are going, worst first. */
export function ScorecardList({ rows, count, all, perPage, filter, today, edits }: ScorecardListProps) {
  const page = (number: number) => listHref("/scorecards", filter, scorecardDefaults, { page: number });
  return (
    <DataTable
      caption="Scorecards"
      columns={[
        { key: "partner", label: "Partner" },
        { key: "status", label: "Status" },
        { key: "says", label: "Outcomes against target" },
        { key: "kind", label: "Partnership" },
        { key: "owner", label: "Owner", narrow: true },
        { key: "review", label: "Next review", align: "right" },
      ]}
      rows={rows.map((row) => ({
        key: row.partnerId,
        href: `/scorecards/${row.partnerId}`,
        cells: {
          partner: row.partner,
          status: { text: statuses[row.status].label, tone: statuses[row.status].tone },
          says: { text: row.says, title: row.says },
          kind: templates[row.template].label,
          owner: row.owner ?? { missing: "Nobody owns it" },
          review:
            row.nextReviewOn <= today
              ? { text: `${formatDay(row.nextReviewOn)}, due`, title: "The review is due" }
              : formatDay(row.nextReviewOn),
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${formatCount(count)} shown`}
          previousHref={filter.page > 1 ? page(filter.page - 1) : null}
          nextHref={filter.page * perPage < count ? page(filter.page + 1) : null}
        />
      }
      empty={all > 0 ? <NoMatch /> : <None edits={edits} />}
    />
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon="filter"
      title="No scorecard matches these filters"
      actions={<LinkButton href="/scorecards">Clear filters</LinkButton>}
    >
      Take one of the filters away, or look on the first page.
    </EmptyState>
  );
}

function None({ edits }: { edits: boolean }) {
  return (
    <EmptyState
      icon="gauge"
      title="No scorecards yet"
      actions={
        edits ? (
          <LinkButton href="/scorecards/new" variant="primary" icon="plus">
            New scorecard
          </LinkButton>
        ) : null
      }
    >
      A scorecard is one page about a partnership: its goal, what drives it, and what each review decided.
    </EmptyState>
  );
}
