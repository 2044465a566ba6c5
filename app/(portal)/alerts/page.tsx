import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AlertTable } from "@/components/alerts/alert-table";
import { FilterBar } from "@/components/tables/filter-bar";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listAlerts } from "@/db/alerts/queries";
import { can } from "@/lib/access/permissions";
import { alertDefaults, alertFilter } from "@/lib/alerts/form";
import { alertFilters, alertsSentence, alertTabs } from "@/lib/alerts/view";
import { requireViewer } from "@/lib/auth/require-viewer";
import { listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("alerts.read");
  const asked = await searchParams;
  const filter = alertFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/alerts", filter, alertDefaults));
  const { program, rows, count, urgent, next } = await listAlerts(viewer, filter);
  const staff = viewer.kind === "staff";
  return (
    <>
      <PageHeader
        title="Alerts"
        state={alertsSentence({ filter, count, urgent, staff })}
        actions={can(viewer, "alerts.rules") ? <LinkButton href="/alerts/rules">Rules</LinkButton> : undefined}
      />
      <Tabs label="Which alerts" items={alertTabs(filter, staff)} />
      <FilterBar
        action="/alerts"
        filters={alertFilters(viewer, filter)}
        hidden={{ show: filter.show, partner: filter.partner }}
      />
      <AlertTable
        rows={rows}
        staff={staff}
        filter={filter}
        count={count}
        nextHref={next ? listHref("/alerts", filter, alertDefaults, { after: next }) : null}
        timeZone={program.timeZone}
        now={new Date()}
      />
    </>
  );
}
