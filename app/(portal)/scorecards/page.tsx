import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ScorecardList } from "@/components/scorecards/scorecard-list";
import { ListFilters } from "@/components/tables/list-filters";
import { LinkButton } from "@/components/ui/button";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { listScorecards, scorecardsPerPage } from "@/db/scorecards/list";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { chipsOf, listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { scorecardDefaults, scorecardFilter } from "@/lib/scorecards/filter";
import { statuses, statusKeys } from "@/lib/scorecards/status";
import { templateKeys, templates } from "@/lib/scorecards/templates";
import { stateOfScorecards } from "@/lib/scorecards/words";

export const metadata: Metadata = { title: "Scorecards" };

/** The partnerships of the program, worst first; a partner comes to its own. */
export default async function ScorecardsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("scorecards.read");
  if (viewer.kind === "partner") redirect(`/scorecards/${viewer.partnerId}`);
  const asked = await searchParams;
  const filter = scorecardFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/scorecards", filter, scorecardDefaults));
  const { program, rows, count, counts, due, all } = await listScorecards(viewer, filter, new Date());
  const edits = can(viewer, "scorecards.edit");
  const many = [
    {
      name: "status",
      label: "Status",
      options: statusKeys.map((value) => ({ value, label: statuses[value].label })),
      chosen: filter.status,
    },
    {
      name: "template",
      label: "Partnership",
      options: templateKeys.map((value) => ({ value, label: templates[value].label })),
      chosen: filter.template,
    },
    { name: "due", label: "Review", options: [{ value: "yes", label: "Due" }], chosen: filter.due ? ["yes"] : [] },
  ];
  return (
    <>
      <PageHeader
        title="Scorecards"
        state={stateOfScorecards(counts, due)}
        actions={
          edits ? (
            <LinkButton href="/scorecards/new" variant="primary" icon="plus">
              New scorecard
            </LinkButton>
          ) : null
        }
      />
      <ListFilters action="/scorecards" search={{ label: "Search partners", value: filter.q }} many={many} />
      <Chips
        items={chipsOf("/scorecards", filter, scorecardDefaults, [{ name: "q", label: "Search" }, ...many])}
        clearHref="/scorecards"
      />
      <ScorecardList {...{ rows, count, all, filter, edits }} perPage={scorecardsPerPage} today={program.today} />
    </>
  );
}
