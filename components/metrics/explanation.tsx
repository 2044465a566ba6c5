import type { ReactNode } from "react";
import { DataTable } from "@/components/tables/data-table";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { type Dimension, dimensions } from "@/lib/metrics/dimensions";
import { missingText, wholeText } from "@/lib/metrics/figure";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import type { Value } from "@/lib/metrics/value";
import type { Definition } from "@/lib/metrics/version";
import { spanLabel } from "@/lib/period";
import { MetricByTime } from "./charts";
import { FigureFacts } from "./figure-facts";
import { type DimensionOptions, MetricFilterBar } from "./metric-filter-bar";
import { AsOf, Recounting } from "./recounting";

type Group = { group: string; label: string } & Value;
type Explained = {
  program: { currency: string; timeZone: string; recounting: number };
  period: { key: string; from: string; to: string };
  by: Dimension | null;
  answer: { total: Value; groups: Group[] };
  groupCount: number;
  countedAt: string;
  asOf?: string;
  trend: { groups: Group[] };
  options: DimensionOptions;
  partner: string | null;
  definition: Definition;
  lineage: { says: string[]; runs: { id: string; label: string; at: string }[] };
};
type ExplanationProps = {
  metric: MetricKey;
  filter: MetricFilter;
  explained: Explained;
  staff: boolean;
  readsImports: boolean;
  /** What stands beside the title: the way to question the figure. */
  actions?: ReactNode;
};

const staffCuts: Dimension[] = [
  "partner",
  "type",
  "tier",
  "cohort",
  "region",
  "country",
  "segment",
  "status",
  "industry",
  "family",
  "product",
  "account",
  "owner",
  "stage",
  "month",
  "quarter",
  "year",
];
const partnerCuts: Dimension[] = ["industry", "family", "product", "account", "stage", "month", "quarter", "year"];

/** What a figure says, how it is counted, and how it is made up. */
export function Explanation({ metric: key, filter, explained, staff, readsImports, actions }: ExplanationProps) {
  const metric = metricOf(key);
  const { program, period, answer, partner } = explained;
  const gap = missingText(metric, answer.total);
  return (
    <>
      <PageHeader
        title={partner ? `${metric.label}: ${partner}` : metric.label}
        breadcrumb={[{ label: "Metrics", href: "/metrics" }]}
        state={metric.meaning}
        actions={actions}
      />
      <MetricFilterBar
        action={`/metrics/${key}`}
        filter={filter}
        period={period}
        options={explained.options}
        cuts={staff ? staffCuts : partnerCuts}
      />
      {partner ? null : <Recounting partners={program.recounting} />}
      <AsOf asOf={explained.asOf} timeZone={program.timeZone} />
      {gap && answer.total.value !== null ? <Callout tone="warn" title={gap} /> : null}
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title={spanLabel(period)}>
          <p className="text-ink text-numeral font-semibold">
            {wholeText(metric.unit, answer.total.value, program.currency, "exact")}
          </p>
          {answer.total.denominator === null ? null : (
            <p className="text-muted mt-1">
              {answer.total.numerator} / {answer.total.denominator}
            </p>
          )}
          {answer.total.value === null ? <p className="text-muted mt-1">{gap}</p> : null}
          <div className="mt-5">
            <FigureFacts metric={key} filter={filter} explained={explained} readsImports={readsImports} />
          </div>
        </Card>
        <MetricByTime
          title="How has it moved?"
          description="By month, up to the end of the period"
          metric={key}
          groups={explained.trend.groups}
          currency={program.currency}
          filter={{ where: filter.where, partner: filter.partner, book: filter.book }}
          to={period.to}
        />
      </div>
      {explained.by ? <Cut metric={key} filter={filter} by={explained.by} explained={explained} /> : null}
    </>
  );
}

function Cut({
  metric: key,
  filter,
  by,
  explained: { answer, groupCount, program },
}: {
  metric: MetricKey;
  filter: MetricFilter;
  by: Dimension;
  explained: Explained;
}) {
  const metric = metricOf(key);
  const time = dimensions[by].of === "time";
  const { groups } = answer;
  return (
    <DataTable
      caption={`${metric.label} by ${dimensions[by].label.toLowerCase()}`}
      columns={[
        { key: "label", label: dimensions[by].label },
        { key: "value", label: metric.label, align: "right" },
        ...(metric.denominator
          ? [
              { key: "numerator", label: "Numerator", align: "right" as const },
              { key: "denominator", label: "Denominator", align: "right" as const },
            ]
          : []),
      ]}
      rows={groups.map((group) => ({
        key: group.group || "none",
        href: time ? undefined : narrowed(key, filter, by, group.group),
        cells: {
          label: group.label,
          value: wholeText(metric.unit, group.value, program.currency, "exact"),
          numerator: group.numerator,
          denominator: group.denominator,
        },
      }))}
      footer={`${groupCount} ${groupCount === 1 ? "group" : "groups"}${groupCount > groups.length ? `, the largest ${groups.length} shown` : ""}`}
      empty="Nothing was counted in this period."
    />
  );
}

function narrowed(key: MetricKey, filter: MetricFilter, by: Dimension, group: string): string {
  if (by === "partner") return `/metrics/${key}${metricQuery(filter, { by: undefined, partner: group })}`;
  const [type = "", tier = ""] = group.split("/");
  const where = by === "cohort" ? { type: [type], tier: [tier] } : { [by]: [group] };
  return `/metrics/${key}${metricQuery({ ...filter, where: { ...filter.where, ...where } }, { by: undefined })}`;
}
