import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay, formatInstant } from "@/lib/format";
import { type IssueFilter, issueDefaults } from "@/lib/issues/form";
import { type IssueState, issueStates } from "@/lib/issues/states";
import { listHref } from "@/lib/lists/links";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

type IssueTableProps = {
  rows: readonly {
    id: string;
    number: number | null;
    status: IssueState;
    metric: string;
    partner: string | null;
    period: string;
    shown: string;
    question: string;
    openedAt: Date;
    owner: string | null;
    dueOn: string;
  }[];
  count: number;
  perPage: number;
  filter: IssueFilter;
  staff: boolean;
  today: string;
  timeZone: string;
};

/** Questions about figures: what waits comes by its day. */
export function IssueTable({ rows, count, perPage, filter, staff, today, timeZone }: IssueTableProps) {
  const page = (number: number) => listHref("/issues", filter, issueDefaults, { page: number });
  const first = (filter.page - 1) * perPage;
  return (
    <DataTable
      caption="Questions about figures"
      columns={[
        { key: "figure", label: "Figure" },
        { key: "question", label: "Question" },
        ...(staff ? [{ key: "partner", label: "Partner" }] : []),
        { key: "shown", label: "It said", align: "right" as const },
        { key: "status", label: "Status" },
        { key: "owner", label: "Answered by" },
        { key: "due", label: "Due", align: "right" as const },
        { key: "asked", label: "Asked", align: "right" as const },
      ]}
      rows={rows.map((issue) => {
        const waits = issue.status === "open" || issue.status === "in_work";
        return {
          key: issue.id,
          href: `/issues/${issue.id}`,
          cells: {
            figure: `#${issue.number} ${isMetricKey(issue.metric) ? metricOf(issue.metric).label : issue.metric}, ${issue.period}`,
            question: {
              text: issue.question.length > 60 ? `${issue.question.slice(0, 59)}…` : issue.question,
              title: issue.question,
            },
            partner: issue.partner ?? { missing: "The program's figure" },
            shown: issue.shown,
            status: { text: issueStates[issue.status].label, tone: issueStates[issue.status].tone },
            owner: issue.owner ?? { missing: "Nobody yet" },
            due: waits
              ? {
                  text: formatDay(issue.dueOn),
                  ...(issue.dueOn < today ? { tone: "bad" as const, spoken: "late" } : {}),
                }
              : { missing: "It is answered" },
            asked: formatInstant(issue.openedAt, timeZone).split(",")[0],
          },
        };
      })}
      footer={
        count ? (
          <Pagination
            text={`${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(count)}`}
            previousHref={filter.page > 1 ? page(filter.page - 1) : null}
            nextHref={first + rows.length < count ? page(filter.page + 1) : null}
          />
        ) : null
      }
      empty={
        <EmptyState title={filter.show === "waiting" ? "No question waits" : "No such question"}>
          A figure that looks wrong can be questioned on its own page, under Metrics, or at one of its rows.
        </EmptyState>
      }
    />
  );
}
