import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { dropSegment, keepSegment, renewSegment } from "@/app/(staff)/segments/actions";
import { AsOf } from "@/components/metrics/recounting";
import { CornerCards } from "@/components/segments/corner-cards";
import { CurveChart } from "@/components/segments/curve-chart";
import { EngagementLevels } from "@/components/segments/engagement-levels";
import { ScatterChart } from "@/components/segments/scatter-chart";
import { SegmentTable } from "@/components/segments/segment-table";
import { SegmentTools } from "@/components/segments/segment-tools";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readSegments } from "@/db/segments/read";
import { readKeptList } from "@/db/views/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { partnerChoices } from "@/lib/partners/choices";
import { spanLabel } from "@/lib/period";
import { segmentAddress, segmentsHref, sets } from "@/lib/segments/address";

export const metadata: Metadata = { title: "Segments" };

const views = { save: keepSegment, change: renewSegment, remove: dropSegment };

export default async function SegmentsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.list");
  const asked = await searchParams;
  const address = segmentAddress.parse(asked);
  if (hasEmpty(asked)) redirect(segmentsHref(address));
  const [{ program, span, view, words }, kept] = await Promise.all([
    readSegments(viewer, address, new Date()),
    readKeptList(viewer, "segments"),
  ]);
  const currency = program.reportingCurrency;
  const months = spanLabel(span);
  return (
    <>
      <PageHeader
        title="Segments"
        state={`${formatCount(view.partners)} partners by the deals they opened and the revenue they won, ${months}. Money in ${currency}.`}
      />
      <AsOf asOf={view.asOf} timeZone={program.timeZone} />
      <SegmentTools
        viewer={viewer}
        address={address}
        choices={partnerChoices(words)}
        views={kept.views}
        actions={views}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ScatterChart view={view} address={address} currency={currency} months={months} />
        <CurveChart curve={view.curve} months={months} />
      </div>
      <CornerCards view={view} address={address} currency={currency} />
      <EngagementLevels view={view} address={address} />
      <Section id="partners" title={address.set ? sets[address.set] : "All of these partners"}>
        <SegmentTable view={view} address={address} currency={currency} />
      </Section>
    </>
  );
}
