import type { Metadata } from "next";
import { decideToRestate, proposeToRestate } from "@/app/(staff)/periods/actions";
import { MovedRows } from "@/components/periods/moved-rows";
import { PeriodFigures } from "@/components/periods/period-figures";
import { Restatement } from "@/components/periods/restatement";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readMovedRows, readPeriod, readShown } from "@/db/periods/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { metricOf } from "@/lib/metrics/registry";
import { spanLabel } from "@/lib/period";
import { movedFilter } from "@/lib/periods/form";

export const metadata: Metadata = { title: "Closed period" };

type Props = { params: Promise<{ periodId: string }>; searchParams: Promise<Parameters> };

export default async function PeriodPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("periods.read");
  const { periodId } = await params;
  const { metric } = movedFilter.parse(await searchParams);
  const { period, figures } = await orNotFound(readPeriod(viewer, periodId, new Date()));
  const [program, moved] = await Promise.all([
    readShown(viewer),
    metric ? orNotFound(readMovedRows(viewer, periodId, metric)) : null,
  ]);
  return (
    <>
      <PageHeader
        title={spanLabel(period)}
        breadcrumb={[{ label: "Closed periods", href: "/periods" }]}
        state={`Money in ${program.currency}, days in ${program.timeZone}.`}
      />
      <PeriodFigures id={periodId} span={period} figures={figures} currency={program.currency} />
      {metric && moved ? (
        <Section id="moved" title={`What moved ${metricOf(metric).label.toLowerCase()}`}>
          <MovedRows rows={moved} currency={program.currency} timeZone={program.timeZone} staff />
        </Section>
      ) : null}
      <Restatement
        periodId={periodId}
        revisions={period.revisions}
        personId={can(viewer, "periods.close") ? viewer.personId : null}
        timeZone={program.timeZone}
        propose={proposeToRestate}
        decide={decideToRestate}
      />
    </>
  );
}
