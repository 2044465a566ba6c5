import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { IssueTable } from "@/components/issues/issue-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { issuesPerPage, listIssues } from "@/db/issues/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { type IssueFilter, issueDefaults, issueFilter } from "@/lib/issues/form";
import { stateOfIssues } from "@/lib/issues/history";
import { listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Questions" };

const shows: [IssueFilter["show"], string][] = [
  ["waiting", "Waiting"],
  ["answered", "Answered"],
  ["closed", "Closed"],
  ["all", "All"],
];

export default async function IssuesPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("issues.read");
  const asked = await searchParams;
  const filter = issueFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/issues", filter, issueDefaults));
  const { program, rows, count, late } = await listIssues(viewer, filter);
  const staff = viewer.kind === "staff";
  const here = (change: Partial<IssueFilter>) => listHref("/issues", filter, issueDefaults, { page: 1, ...change });
  return (
    <>
      <PageHeader
        title="Questions"
        state={`${stateOfIssues(filter.show, count, late)} Each is about a figure, kept as it was.`}
        actions={
          <LinkButton href="/metrics" variant={staff ? undefined : "primary"}>
            Find a figure to question
          </LinkButton>
        }
      />
      <Tabs
        label="Which questions"
        items={[
          ...shows.map(([show, label]) => ({
            href: here({ show, owner: "" }),
            label,
            current: filter.show === show && !filter.owner,
          })),
          ...(staff
            ? [{ href: here({ show: "waiting", owner: "me" }), label: "Yours", current: filter.owner === "me" }]
            : []),
        ]}
      />
      <IssueTable
        rows={rows}
        count={count}
        perPage={issuesPerPage}
        filter={filter}
        staff={staff}
        today={program.today}
        timeZone={program.timeZone}
      />
    </>
  );
}
