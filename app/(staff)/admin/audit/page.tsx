import type { Metadata } from "next";
import { AuditCheck } from "@/components/audit/audit-check";
import { AuditList } from "@/components/audit/audit-list";
import { ListFilters } from "@/components/tables/list-filters";
import { RangeMenu } from "@/components/tables/range-menu";
import { LinkButton } from "@/components/ui/button";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { listAuditEntries, readAuditCheck } from "@/db/audit/queries";
import { getProgram } from "@/db/program/queries";
import { auditActions } from "@/lib/access/audit-actions";
import { auditDefaults, auditFilter } from "@/lib/audit/filter";
import { actionLabel } from "@/lib/audit/sentence";
import { requireViewer } from "@/lib/auth/require-viewer";
import { chipsOf, listHref } from "@/lib/lists/links";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Audit" };

const actions = Object.keys(auditActions).map((value) => ({ value, label: actionLabel(value) }));

export default async function AuditPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("audit.read");
  const filter = auditFilter.parse(await searchParams);
  const [page, program, check] = await Promise.all([
    listAuditEntries(viewer, filter),
    getProgram(viewer),
    readAuditCheck(viewer),
  ]);
  const at = (edge: { after?: string; before?: string }) =>
    listHref("/admin/audit", filter, auditDefaults, { after: "", before: "", ...edge });
  const chips = chipsOf("/admin/audit", filter, auditDefaults, [
    { name: "q", label: "Search" },
    { name: "actor", label: "By" },
    { name: "action", label: "Did", options: actions },
    { name: "from", label: "From" },
    { name: "to", label: "Before" },
  ]);
  return (
    <>
      <PageHeader
        title="Audit"
        state={`Who changed what, from what to what. The log only grows. Times in ${program.timeZone}.`}
      />
      <AuditCheck check={check} timeZone={program.timeZone} />
      <ListFilters
        action="/admin/audit"
        search={{ label: "Search people, things, reasons", value: filter.q }}
        many={[{ name: "action", label: "What was done", options: actions, chosen: filter.action }]}
        actions={
          <LinkButton
            href={listHref("/exports/audit", { ...filter, after: "", before: "" }, auditDefaults)}
            icon="download"
            download
          >
            Export
          </LinkButton>
        }
      >
        <RangeMenu
          label="Period"
          fields={[
            { name: "from", label: "From", value: filter.from, type: "date" },
            { name: "to", label: "Until (not included)", value: filter.to, type: "date" },
          ]}
        />
      </ListFilters>
      <Chips items={chips} clearHref="/admin/audit" />
      <AuditList
        entries={page.rows}
        timeZone={program.timeZone}
        previousHref={page.previous ? at({ before: page.previous }) : null}
        nextHref={page.next ? at({ after: page.next }) : null}
        clearHref={chips.length > 0 || filter.after || filter.before ? "/admin/audit" : undefined}
      />
    </>
  );
}
