import type { Metadata } from "next";
import { ApplicationTable } from "@/components/applications/application-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { applicationsPerPage, listApplications } from "@/db/applications/queries";
import {
  type ApplicationShow,
  applicationDefaults,
  applicationFilter,
  applicationShows,
} from "@/lib/applications/form";
import { requireViewer } from "@/lib/auth/require-viewer";
import { lateWords } from "@/lib/home/morning";
import { listHref } from "@/lib/lists/links";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Applications" };

export default async function ApplicationsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("applications.read");
  const filter = applicationFilter.parse(await searchParams);
  const now = new Date();
  const { rows, count, late, program } = await listApplications(viewer, filter, now);
  const here = (show: ApplicationShow) => listHref("/applications", filter, applicationDefaults, { show, page: 1 });
  const waits =
    count === 0 ? "No application waits." : `${count === 1 ? "One waits" : `${count} wait`}${lateWords(late, count)}.`;
  return (
    <>
      <PageHeader
        title="Applications"
        state={`${filter.show === "waiting" ? `${waits} ` : ""}Companies that want to become partners; a decision is promised within five days.`}
        actions={
          <LinkButton href="/apply" icon="external-link">
            The public form
          </LinkButton>
        }
      />
      <Tabs
        label="Which applications"
        items={Object.entries(applicationShows).map(([show, label]) => ({
          href: here(show as ApplicationShow),
          label,
          current: filter.show === show,
        }))}
      />
      <ApplicationTable
        rows={rows}
        count={count}
        perPage={applicationsPerPage}
        filter={filter}
        timeZone={program.timeZone}
        now={now}
      />
    </>
  );
}
