import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LeadTable } from "@/components/leads/lead-table";
import { OwnLeadTable } from "@/components/leads/own-lead-table";
import { ListFilters } from "@/components/tables/list-filters";
import { LinkButton } from "@/components/ui/button";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { leadsPerPage, readLeadsPage, readOwnLeads } from "@/db/leads/list";
import { can } from "@/lib/access/permissions";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { requireViewer } from "@/lib/auth/require-viewer";
import { type LeadFilter, leadDefaults, leadFilter } from "@/lib/leads/filter";
import { leadStatuses, stateOfLeads, stateOfOffers } from "@/lib/leads/words";
import { chipsOf, listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { optionsOf } from "@/lib/partners/words";

export const metadata: Metadata = { title: "Leads" };

export default async function LeadsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("leads.read");
  const asked = await searchParams;
  const filter = leadFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/leads", filter, leadDefaults));
  return viewer.kind === "staff" ? (
    <AllLeads viewer={viewer} filter={filter} />
  ) : (
    <OwnLeads viewer={viewer} page={filter.page} />
  );
}

async function AllLeads({ viewer, filter }: { viewer: StaffViewer; filter: LeadFilter }) {
  const now = new Date();
  const { program, list, counts, holders } = await readLeadsPage(viewer, filter, now);
  const manages = can(viewer, "leads.manage");
  const many = [
    { name: "status", label: "Status", options: optionsOf(leadStatuses), chosen: filter.status },
    { name: "partner", label: "Partner", options: holders, chosen: filter.partner },
  ];
  return (
    <>
      <PageHeader
        title="Leads"
        state={stateOfLeads(counts)}
        actions={
          manages ? (
            <LinkButton href="/leads/new" variant="primary" icon="plus">
              New lead
            </LinkButton>
          ) : null
        }
      />
      <ListFilters action="/leads" search={{ label: "Search customers", value: filter.q }} many={many} />
      <Chips
        items={chipsOf("/leads", filter, leadDefaults, [{ name: "q", label: "Search" }, ...many])}
        clearHref="/leads"
      />
      <LeadTable {...list} filter={filter} timeZone={program.timeZone} now={now} manages={manages} />
    </>
  );
}

async function OwnLeads({ viewer, page }: { viewer: PartnerViewer; page: number }) {
  const now = new Date();
  const { program, open, ...list } = await readOwnLeads(viewer, page, now);
  return (
    <>
      <PageHeader title="Leads" state={stateOfOffers(open, program.timeZone)} />
      <OwnLeadTable {...list} page={page} perPage={leadsPerPage} timeZone={program.timeZone} now={now} />
    </>
  );
}
