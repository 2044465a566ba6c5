import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { questionFigure } from "@/app/(portal)/issues/actions";
import { AskForm } from "@/components/issues/ask-form";
import { PageHeader } from "@/components/ui/page-header";
import { readQuestioned } from "@/db/issues/questioned";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { first, type Parameters } from "@/lib/lists/parameters";
import { metricQuery, readMetricFilter } from "@/lib/metrics/filter";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

export const metadata: Metadata = { title: "Question a figure" };

export default async function NewIssuePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("issues.open");
  const asked = await searchParams;
  const metric = first.parse(asked.metric);
  if (!isMetricKey(metric)) notFound();
  const { where, partner, book, ...filter } = readMetricFilter(asked);
  const about = first.parse(asked.about);
  const { period, ...figure } = await orNotFound(
    readQuestioned(viewer, metric, { where, partner, book, ...filter }, about, new Date()),
  );
  const query = metricQuery({ where, partner, book }, { from: period.from, to: period.to });
  const back = `/metrics/${metric}${query}`;
  return (
    <>
      <PageHeader
        title="Question a figure"
        breadcrumb={[
          { label: "Metrics", href: "/metrics" },
          { label: metricOf(metric).label, href: back },
        ]}
      />
      <AskForm
        metric={metric}
        query={query}
        about={figure.about}
        figure={{ ...figure, period: period.text }}
        back={back}
        shareWith={viewer.kind === "staff" ? figure.partner : null}
        action={questionFigure}
      />
    </>
  );
}
