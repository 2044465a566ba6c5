import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PartnerTable } from "@/components/partners/partner-table";
import { Suggestions } from "@/components/partners/suggestions";
import { ListFilters } from "@/components/tables/list-filters";
import { LinkButton } from "@/components/ui/button";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { partnersPerPage, readPartnersPage } from "@/db/partners/list";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { chipsOf, listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { partnerChoices } from "@/lib/partners/choices";
import { figuresHref, partnerDefaults, partnerFilter } from "@/lib/partners/filter";
import { reportHref } from "@/lib/reports/subjects";

export const metadata: Metadata = { title: "Partners" };

export default async function PartnersPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.list");
  const asked = await searchParams;
  const filter = partnerFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/partners", filter, partnerDefaults));
  const { program, list, words } = await readPartnersPage(viewer, filter);
  const { many, one } = partnerChoices(words);
  const chips = chipsOf("/partners", filter, partnerDefaults, [{ name: "q", label: "Search" }, ...many, ...one]);
  const figures = figuresHref(filter, chips.length);
  return (
    <>
      <PageHeader
        title="Partners"
        state={`${formatCount(list.count)} ${chips.length > 0 ? "match the filters" : "partners"}, ${formatCount(list.totals.openDeals)} open deals sourced by them. Won: the last 12 months. Money in ${program.reportingCurrency}.`}
        actions={
          <>
            {can(viewer, "partners.merge") ? (
              <LinkButton href="/quality/duplicates" icon="merge">
                Duplicates
              </LinkButton>
            ) : null}
            {can(viewer, "partners.edit") ? (
              <LinkButton href="/partners/new" variant="primary" icon="plus">
                New partner
              </LinkButton>
            ) : null}
          </>
        }
      />
      <ListFilters
        action="/partners"
        search={{ label: "Search partners", value: filter.q }}
        many={many.map((choice) => ({ ...choice, chosen: filter[choice.name] }))}
        one={one.map((choice) => ({ ...choice, chosen: filter[choice.name] }))}
        hidden={filter.sort === partnerDefaults.sort ? {} : { sort: filter.sort, dir: filter.dir }}
        actions={
          <>
            {figures ? (
              <LinkButton href={figures} icon="chart-column">
                Figures of these
              </LinkButton>
            ) : null}
            <LinkButton
              href={reportHref(
                "partners",
                listHref("/partners", { ...filter, page: 1 }, partnerDefaults).split("?")[1],
              )}
              icon="mail"
            >
              Send me this
            </LinkButton>
            <LinkButton
              href={listHref("/exports/partners", { ...filter, page: 1 }, partnerDefaults)}
              icon="download"
              download
            >
              Export
            </LinkButton>
          </>
        }
      />
      {chips.length > 0 ? <Chips items={chips} clearHref="/partners" /> : <Suggestions />}
      <PartnerTable {...list} filter={filter} perPage={partnersPerPage} currency={program.reportingCurrency} />
    </>
  );
}
