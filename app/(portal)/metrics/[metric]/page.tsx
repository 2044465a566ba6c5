import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OpenAbout } from "@/components/issues/open-about";
import { Explanation } from "@/components/metrics/explanation";
import { FactTable } from "@/components/metrics/fact-table";
import { LeftOut } from "@/components/metrics/left-out";
import { ClosedFigure } from "@/components/periods/closed-figure";
import { LinkButton } from "@/components/ui/button";
import { listOpenAbout } from "@/db/issues/queries";
import { readExplanation } from "@/db/metrics/explain";
import { findClosedFigure } from "@/db/periods/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { metricQuery, readMetricFilter } from "@/lib/metrics/filter";
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
  const asked = readExplanation(viewer, metric, filter, new Date());
  const about = { metric, partnerId: filter.partner || null };
  const [shown, issues] = await Promise.all([orNotFound(asked), listOpenAbout(viewer, about)]);
  const { explained, parts, component, facts, measured, leftOut } = shown;
  const whole = Object.keys(explained.where).length === 0 && !filter.book;
  const closed = whole ? await findClosedFigure(viewer, { ...about, span: explained.period }) : null;
  const staff = viewer.kind === "staff";
  const { from, to } = explained.period;
  const ask = (about?: string) =>
    `/issues/new${metricQuery({ where: explained.where, partner: filter.partner, book: filter.book }, { metric, from, to, about })}`;
  const question = can(viewer, "issues.open") ? ask : undefined;
  return (
    <>
      <Explanation
        metric={metric}
        filter={filter}
        explained={explained}
        staff={staff}
        readsImports={can(viewer, "imports.read")}
        actions={question ? <LinkButton href={question()}>Question this figure</LinkButton> : null}
      />
      {closed ? <ClosedFigure metric={metric} closed={closed} {...explained.program} staff={staff} /> : null}
      <OpenAbout issues={issues} />
      <FactTable
        metric={metric}
        filter={filter}
        parts={parts}
        component={component}
        facts={facts}
        measured={measured}
        currency={explained.program.currency}
        staff={staff}
        question={question}
      />
      <LeftOut metric={metric} filter={filter} leftOut={leftOut} currency={explained.program.currency} staff={staff} />
    </>
  );
}
