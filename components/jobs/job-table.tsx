import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/auth/form-state";
import { type JobRow, jobStates } from "@/lib/jobs/view";
import { Moment } from "./moment";

type JobTableProps = { rows: readonly JobRow[]; run?: FormAction; timeZone: string };

/** Every job: what it does and when, how it went, and a button that runs it now. */
export function JobTable({ rows, run, timeZone }: JobTableProps) {
  return (
    <DataTable
      caption="All jobs"
      columns={[
        { key: "job", label: "Job" },
        { key: "state", label: "State" },
        { key: "schedule", label: "Runs" },
        { key: "last", label: "Last" },
        { key: "next", label: "Next" },
        { key: "owner", label: "Owner" },
        ...(run ? [{ key: "run", label: "Now" }] : []),
      ]}
      rows={rows.map((row) => ({
        key: row.name,
        cells: {
          job: (
            <span className="block max-w-80 whitespace-normal">
              <span className="text-ink font-medium">{row.label}</span>
              <span className="text-muted block text-xs">{row.does}</span>
            </span>
          ),
          state: <Badge tone={jobStates[row.state].tone}>{jobStates[row.state].label}</Badge>,
          schedule: (
            <span className="block min-w-36 whitespace-normal">
              {row.schedule}
              <span className="text-muted block text-xs">Tried: {row.tries.toLowerCase()}</span>
            </span>
          ),
          last: (
            <span className="block max-w-64 whitespace-normal">
              {row.lastAt ? <Moment at={row.lastAt} timeZone={timeZone} /> : "–"}
              <span className="text-muted block text-xs wrap-anywhere">{row.lastSaid}</span>
            </span>
          ),
          next: row.nextAt ? <Moment at={row.nextAt} timeZone={timeZone} /> : "–",
          owner: row.owner,
          run:
            run && row.mayRun ? (
              <ActionForm action={run} failed="It was not started." hidden={{ job: row.name }} className="">
                <ActionButton size="small" aria-label={`Run now: ${row.label}`}>
                  Run now
                </ActionButton>
              </ActionForm>
            ) : null,
        },
      }))}
    />
  );
}
