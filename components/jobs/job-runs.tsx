import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { type JobFacts, labelOf, outcomeOf } from "@/lib/jobs/view";
import { Moment } from "./moment";

type JobRunsProps = { runs: JobFacts["runs"]; timeZone: string };

/** The newest runs, with what each did or why it failed. */
export function JobRuns({ runs, timeZone }: JobRunsProps) {
  return (
    <DataTable
      caption="What was done lately"
      columns={[
        { key: "job", label: "Job" },
        { key: "at", label: "Started" },
        { key: "outcome", label: "Outcome" },
        { key: "did", label: "What it did" },
        { key: "took", label: "Took", align: "right" },
      ]}
      empty={<EmptyState title="Nothing yet">No job has done anything since the history began.</EmptyState>}
      rows={runs.map((run) => ({
        key: run.id,
        cells: {
          at: <Moment at={new Date(run.at)} timeZone={timeZone} />,
          job: run.askedBy ? `${labelOf(run.name)}, asked for by ${run.askedBy}` : labelOf(run.name),
          outcome: <Badge tone={outcomeOf(run.outcome).tone}>{outcomeOf(run.outcome).label}</Badge>,
          did: <span className="block max-w-96 whitespace-normal wrap-anywhere">{run.did ?? run.error ?? "–"}</span>,
          took: run.ms === null ? "–" : `${(run.ms / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} s`,
        },
      }))}
    />
  );
}
