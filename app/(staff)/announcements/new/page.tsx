import type { Metadata } from "next";
import { publish } from "@/app/(staff)/announcements/actions";
import { AnnouncementForm } from "@/components/announcements/announcement-form";
import { SegmentForm } from "@/components/announcements/segment-form";
import { PageHeader } from "@/components/ui/page-header";
import { previewSegment } from "@/db/announcements/queries";
import { getProgram, listTiers } from "@/db/program/queries";
import { segmentFilter } from "@/lib/announcements/form";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { optionsOf, partnerStatuses, partnerTypes } from "@/lib/partners/words";

export const metadata: Metadata = { title: "New announcement" };

const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

export default async function NewAnnouncementPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("announcements.write");
  const filter = segmentFilter.parse(await searchParams);
  const [{ countries, regions, ...reach }, tiers, program] = await Promise.all([
    previewSegment(viewer, filter),
    listTiers(viewer),
    getProgram(viewer),
  ]);
  return (
    <>
      <PageHeader title="New announcement" breadcrumb={[{ label: "Announcements", href: "/announcements" }]} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <SegmentForm
          filter={filter}
          reach={reach}
          options={{
            tier: tiers.map(({ key, name }) => ({ value: key, label: name })),
            type: optionsOf(partnerTypes),
            status: optionsOf(partnerStatuses),
            region: named(regions),
            country: named(countries),
          }}
        />
        <AnnouncementForm filter={filter} today={program.today} action={publish} />
      </div>
    </>
  );
}
