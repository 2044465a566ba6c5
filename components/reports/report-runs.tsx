import { Moment } from "@/components/jobs/moment";
import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { type ReportFormat, reportFormats, titleOf } from "@/lib/reports/subjects";

type Run = {
  id: string;
  scheduleId: string;
  subject: string;
  format: string;
  slot: Date;
  status: "waiting" | "sent" | "denied" | "failed";
  said: string | null;
  open: boolean;
  about: string | null;
};
type ReportRunsProps = { runs: readonly Run[]; again: FormAction; timeZone: string };

const states = {
  waiting: { label: "On its way", tone: "info" },
  sent: { label: "Sent", tone: "good" },
  denied: { label: "Not allowed any more", tone: "bad" },
  failed: { label: "Failed", tone: "bad" },
} as const;

/** What was sent, with the file while it is kept, and what came of those that failed. */
export function ReportRuns({ runs, again, timeZone }: ReportRunsProps) {
  return (
    <DataTable
      caption="What was sent"
      columns={[
        { key: "report", label: "Report" },
        { key: "slot", label: "For" },
        { key: "state", label: "State" },
        { key: "file", label: "File" },
      ]}
      empty={<EmptyState title="Nothing was sent yet">Each sending appears here with its file.</EmptyState>}
      rows={runs.map((run) => ({
        key: run.id,
        cells: {
          report: `${titleOf(run.subject, run.about)}, ${reportFormats[run.format as ReportFormat]}`,
          slot: <Moment at={run.slot} timeZone={timeZone} />,
          state: (
            <span className="block whitespace-normal">
              <Badge tone={states[run.status].tone}>{states[run.status].label}</Badge>
              {run.said ? <span className="text-muted block text-xs wrap-anywhere">{run.said}</span> : null}
            </span>
          ),
          file: run.open ? (
            <LinkButton size="small" icon="download" href={`/reports/${run.id}/file`} download>
              Open
            </LinkButton>
          ) : run.status === "failed" ? (
            <ActionForm action={again} failed="It was not sent." hidden={{ schedule: run.scheduleId }} className="">
              <ActionButton size="small">Try again</ActionButton>
            </ActionForm>
          ) : (
            "–"
          ),
        },
      }))}
    />
  );
}
