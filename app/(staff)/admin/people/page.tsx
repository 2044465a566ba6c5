import type { Metadata } from "next";
import { InviteForm } from "@/components/people/invite-form";
import { PeopleTable } from "@/components/people/people-table";
import { FilterBar } from "@/components/tables/filter-bar";
import { LinkButton } from "@/components/ui/button";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { listPartnersToInviteFor, listPeople, peoplePerPage } from "@/db/people/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { chipsOf } from "@/lib/lists/links";
import type { Parameters } from "@/lib/lists/parameters";
import { peopleChoices, peopleDefaults, peopleFilter } from "@/lib/people/filter";
import { invite } from "./actions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("people.read");
  const filter = peopleFilter.parse(await searchParams);
  const manages = can(viewer, "people.manage");
  const [list, program, partners] = await Promise.all([
    listPeople(viewer, filter),
    getProgram(viewer),
    manages ? listPartnersToInviteFor(viewer) : [],
  ]);
  const chips = chipsOf("/admin/people", filter, peopleDefaults, [{ name: "q", label: "Search" }, ...peopleChoices]);
  return (
    <>
      <PageHeader
        title="People"
        state={`${formatCount(list.total)} ${chips.length > 0 ? "match the filters" : "have or had access"}. Times in ${program.timeZone}.`}
        actions={
          manages ? (
            <LinkButton href="#invite" variant="primary" icon="plus">
              Invite
            </LinkButton>
          ) : null
        }
      />
      <FilterBar
        action="/admin/people"
        filters={[
          { kind: "search", name: "q", label: "Search", placeholder: "Name, e-mail or company", value: filter.q },
          ...peopleChoices.map((choice) => ({ kind: "select" as const, ...choice, value: filter[choice.name] })),
        ]}
      />
      <Chips items={chips} clearHref="/admin/people" />
      <PeopleTable {...list} filter={filter} perPage={peoplePerPage} timeZone={program.timeZone} />
      {manages ? <InviteForm action={invite} partners={partners} /> : null}
    </>
  );
}
