import type { Metadata } from "next";
import type { ComponentProps } from "react";
import { read } from "@/app/(portal)/announcements/actions";
import { markOwnTask } from "@/app/(portal)/partners/record-actions";
import { ExecutiveSummary } from "@/components/executive/executive-summary";
import { MorningHome } from "@/components/home/morning-home";
import { PartnerHome } from "@/components/home/partner-home";
import { StaffHome } from "@/components/home/staff-home";
import { listUnread } from "@/db/announcements/queries";
import { readExecutive } from "@/db/home/executive";
import { readMorning } from "@/db/home/morning";
import { readPartnerDay } from "@/db/home/partner";
import { readHome, readScorecard } from "@/db/metrics/home";
import { readChecklist } from "@/db/record/queries";
import { can } from "@/lib/access/permissions";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { requireViewer } from "@/lib/auth/require-viewer";
import { greeting } from "@/lib/home/morning";
import type { Parameters } from "@/lib/lists/parameters";
import { type MetricFilter, readMetricFilter } from "@/lib/metrics/filter";
import { hourIn } from "@/lib/period";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("home.read");
  const parameters = await searchParams;
  const filter = readMetricFilter(parameters);
  const hasBook = viewer.role === "channel_manager";
  const own = hasBook && parameters.book === undefined;
  const asked: MetricFilter = own ? { ...filter, book: "mine" } : filter;
  if (viewer.kind === "partner") {
    const now = new Date();
    const [home, day, news, record] = await Promise.all([
      readHome(viewer, asked, now),
      readPartnerDay(viewer, asked, now),
      listUnread(viewer),
      readChecklist(viewer, viewer.partnerId),
    ]);
    const registers = can(viewer, "registrations.submit");
    const { name, partnerName: company } = viewer;
    const marks = {
      read: can(viewer, "announcements.mark") ? read : null,
      mark: can(viewer, "record.own") ? markOwnTask : null,
    };
    return <PartnerHome {...{ home, day, news, record, name, company, registers }} {...marks} asked={filter} />;
  }
  if (viewer.role === "executive") {
    const view = await readExecutive(viewer, filter, new Date());
    return <ExecutiveSummary view={view} path="/home" asked={filter} />;
  }
  const shared = { hasBook, book: asked.book === "mine", steps: stepsOf(viewer), asked: filter };
  if (hasBook || viewer.role === "program_owner") return morningOf(viewer, asked, shared);
  return <StaffHome home={await readHome(viewer, asked, new Date())} {...shared} />;
}

type Shared = Pick<ComponentProps<typeof MorningHome>, "hasBook" | "book" | "steps" | "asked">;

async function morningOf(viewer: StaffViewer, filter: MetricFilter, shared: Shared) {
  const now = new Date();
  const [morning, scorecard] = await Promise.all([
    readMorning(viewer, { own: shared.book }, now),
    readScorecard(viewer, filter, now),
  ]);
  const title = `${greeting(hourIn(morning.timeZone, now))}, ${viewer.name.split(" ")[0]}`;
  return <MorningHome morning={morning} scorecard={scorecard} title={title} now={now} {...shared} />;
}

const stepsOf = (viewer: Viewer) => ({
  partners: can(viewer, "imports.run"),
  deals: can(viewer, "imports.run"),
  colleagues: can(viewer, "people.manage"),
  tiers: can(viewer, "tiers.manage"),
});
