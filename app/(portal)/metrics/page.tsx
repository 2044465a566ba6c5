import type { Metadata } from "next";
import { Dictionary } from "@/components/metrics/dictionary";
import { MetricFilterBar } from "@/components/metrics/metric-filter-bar";
import { AsOf, Recounting } from "@/components/metrics/recounting";
import { PageHeader } from "@/components/ui/page-header";
import { readDictionary } from "@/db/metrics/dictionary";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { readMetricFilter } from "@/lib/metrics/filter";
import { spanLabel } from "@/lib/period";

export const metadata: Metadata = { title: "Metrics" };

export default async function MetricsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("metrics.read");
  const filter = readMetricFilter(await searchParams);
  const { figures, period, options, program, asOf } = await readDictionary(viewer, filter, new Date());
  return (
    <>
      <PageHeader
        title="Metrics"
        state={`What each figure means, and its value for ${spanLabel(period)}. Money in ${program.currency}, days in ${program.timeZone}.`}
      />
      <Recounting partners={program.recounting} />
      <AsOf asOf={asOf} timeZone={program.timeZone} />
      <MetricFilterBar action="/metrics" filter={filter} period={period} options={options} />
      <Dictionary figures={figures} />
    </>
  );
}
