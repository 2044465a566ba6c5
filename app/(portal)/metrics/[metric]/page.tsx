import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Explanation } from "@/components/metrics/explanation";
import { FactTable } from "@/components/metrics/fact-table";
import { explainMetric } from "@/db/metrics/explain";
import { listFacts, rowsPerPage } from "@/db/metrics/rows";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { readMetricFilter } from "@/lib/metrics/filter";
import { factParts } from "@/lib/metrics/parts";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

type Props = { params: Promise<{ metric: string }>; searchParams: Promise<Parameters> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { metric } = await params;
  return { title: isMetricKey(metric) ? metricOf(metric).label : "Metric" };
}

export default async function MetricPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("metrics.read");
  const { metric } = await params;
  if (!isMetricKey(metric)) notFound();
  const filter = readMetricFilter(await searchParams);
  const explained = await orNotFound(explainMetric(viewer, metric, filter, new Date()));
  const parts = factParts(metricOf(metric), explained.reach?.length === 1);
  const component = (parts.find((part) => part.key === filter.component) ?? parts[0])?.key;
  if (!component) notFound();
  const facts = await listFacts(viewer, {
    component,
    span: explained.period,
    where: explained.where,
    partnerId: filter.partner || null,
    book: filter.book && viewer.kind === "staff" ? viewer.personId : null,
    offset: (filter.page - 1) * rowsPerPage,
  });
  return (
    <>
      <Explanation metric={metric} filter={filter} explained={explained} staff={viewer.kind === "staff"} />
      <FactTable
        metric={metric}
        filter={filter}
        parts={parts}
        component={component}
        facts={facts}
        currency={explained.program.currency}
        staff={viewer.kind === "staff"}
        perPage={rowsPerPage}
      />
    </>
  );
}
