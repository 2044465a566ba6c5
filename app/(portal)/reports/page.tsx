import type { Metadata } from "next";
import { ReportRuns } from "@/components/reports/report-runs";
import { ScheduleForm } from "@/components/reports/schedule-form";
import { ScheduleList } from "@/components/reports/schedule-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getProgram } from "@/db/program/queries";
import { readReports } from "@/db/reports/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { first, type Parameters } from "@/lib/lists/parameters";
import { isReportSubject, subjectOf, subjectsFor } from "@/lib/reports/subjects";
import { removeReport, scheduleReport, sendReportNow } from "./actions";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("reports.schedule");
  const { of, query } = await searchParams;
  const [{ schedules, runs }, program] = await Promise.all([readReports(viewer), getProgram(viewer)]);
  const filter = typeof query === "string" ? query.slice(0, 2_000) : "";
  const subjects = subjectsFor(viewer.role, filter);
  const asked = first.parse(of);
  const subject = isReportSubject(asked) && subjects.includes(asked) ? asked : subjects[0];
  return (
    <>
      <PageHeader
        title="Reports"
        state="Pages and lists that are sent to you by a schedule, as you may see them at that moment. A mail, or a webhook, brings the link, which opens for you alone."
      />
      {subject ? (
        <Card title={asked === subject ? `Send me: ${subjectOf(subject).label}` : "New report"}>
          <ScheduleForm
            add={scheduleReport}
            subjects={asked === subject ? [subject] : subjects}
            query={asked === subject ? filter : ""}
            timeZone={program.timeZone}
          />
        </Card>
      ) : null}
      <Section title="Your reports">
        <ScheduleList schedules={schedules} send={sendReportNow} remove={removeReport} />
      </Section>
      <Section title="What was sent" description="The newest 30. A file is kept for 14 days.">
        <ReportRuns runs={runs} again={sendReportNow} timeZone={program.timeZone} />
      </Section>
    </>
  );
}
