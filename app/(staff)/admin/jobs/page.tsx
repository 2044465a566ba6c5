import type { Metadata } from "next";
import { DeadLetters } from "@/components/jobs/dead-letters";
import { JobRuns } from "@/components/jobs/job-runs";
import { JobTable } from "@/components/jobs/job-table";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readJobs } from "@/db/jobs/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { jobRows, jobsSentence } from "@/lib/jobs/view";
import { retryJob, runJob } from "./actions";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage() {
  const viewer = await requireViewer("jobs.read");
  const facts = await readJobs(viewer);
  const rows = jobRows(facts);
  const shown = { now: new Date(facts.clock.now), timeZone: facts.clock.zone };
  const may = can(viewer, "jobs.run");
  return (
    <>
      <PageHeader title="Jobs" state={`${jobsSentence(facts, rows)} Times in ${facts.clock.zone}.`} />
      {facts.dead.length > 0 ? (
        <Section
          title="Dead letters"
          description="Failed on their last try. Nothing happens to them until somebody tries again."
        >
          <DeadLetters letters={facts.dead} retry={may ? retryJob : undefined} {...shown} />
        </Section>
      ) : null}
      <Section title="All jobs">
        <JobTable rows={rows} run={may ? runJob : undefined} timeZone={shown.timeZone} />
      </Section>
      <Section title="What was done lately" description="Rounds that found nothing to do are left out.">
        <JobRuns runs={facts.runs} timeZone={shown.timeZone} />
      </Section>
    </>
  );
}
