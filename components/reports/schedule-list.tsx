import { Moment } from "@/components/jobs/moment";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { cronWords } from "@/lib/jobs/view";
import { isReportSubject, type ReportFormat, reportFormats, reportPath, titleOf } from "@/lib/reports/subjects";

type Schedule = {
  id: string;
  subject: string;
  format: string;
  query: string;
  cron: string;
  timeZone: string;
  toldBy: "mail" | "webhook";
  nextAt: Date;
  about: string | null;
};
type ScheduleListProps = { schedules: readonly Schedule[]; send: FormAction; remove: FormAction };

/** What is sent, when it comes next, and how to have it now or no more. */
export function ScheduleList({ schedules, send, remove }: ScheduleListProps) {
  if (schedules.length === 0)
    return (
      <div className="border-line bg-surface rounded-lg border">
        <EmptyState icon="mail" title="No report yet">
          Open a list, narrow it down to what you want, and choose “Send me this”.
        </EmptyState>
      </div>
    );
  return (
    <ul className="border-line bg-surface divide-line divide-y rounded-lg border">
      {schedules.map((schedule) => (
        <li key={schedule.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-64">
            <p className="text-ink font-medium">
              <Name {...schedule} /> as {reportFormats[schedule.format as ReportFormat]}
            </p>
            <p className="text-muted text-xs">
              {cronWords(schedule.cron)} ({schedule.timeZone}), next{" "}
              <Moment at={schedule.nextAt} timeZone={schedule.timeZone} />
              {schedule.toldBy === "webhook" ? ", told by webhook" : ""}
            </p>
          </div>
          <ActionForm action={send} failed="It was not sent." hidden={{ schedule: schedule.id }} className="">
            <ActionButton size="small">Send now</ActionButton>
          </ActionForm>
          <ActionForm action={remove} failed="It goes on." hidden={{ schedule: schedule.id }} className="">
            <ActionButton size="small" variant="danger">
              Stop
            </ActionButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}

function Name({ subject, query, about }: Pick<Schedule, "subject" | "query" | "about">) {
  if (!isReportSubject(subject)) return subject;
  const chosen = query && !about ? ", as you chose" : "";
  return (
    <TextLink href={reportPath(subject, "pdf", query)} className="underline">
      {`${titleOf(subject, about)}${chosen}`}
    </TextLink>
  );
}
