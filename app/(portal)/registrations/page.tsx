import type { Metadata } from "next";
import { approveTicked } from "@/app/(staff)/registrations/actions";
import { BulkApproval } from "@/components/registrations/bulk-approval";
import { RegistrationTable } from "@/components/registrations/registration-table";
import { RegistrationTabs } from "@/components/registrations/registration-tabs";
import { FilterBar } from "@/components/tables/filter-bar";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram } from "@/db/program/queries";
import { countRegistrations, decisionTimes, listRegistrations } from "@/db/registrations/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { registrationFilter, shownOf } from "@/lib/deals/registrations/filter";
import { timesSentence } from "@/lib/deals/registrations/times";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Registrations" };

export default async function RegistrationsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("registrations.read");
  const filter = registrationFilter.parse(await searchParams);
  const [list, counts, times, program] = await Promise.all([
    listRegistrations(viewer, filter),
    countRegistrations(viewer),
    decisionTimes(viewer),
    getProgram(viewer),
  ]);
  const show = shownOf(viewer.kind, filter.show);
  const ticks = can(viewer, "registrations.decide") && show === "decide";
  return (
    <>
      <PageHeader
        title="Registrations"
        state={timesSentence(times)}
        actions={
          can(viewer, "registrations.submit") ? (
            <LinkButton href="/registrations/new" variant="primary" icon="plus">
              Register a deal
            </LinkButton>
          ) : null
        }
      />
      <RegistrationTabs side={viewer.kind} show={show} q={filter.q} counts={counts} />
      <FilterBar
        action="/registrations"
        filters={[{ kind: "search", name: "q", label: "Search", placeholder: "Customer or number", value: filter.q }]}
        hidden={{ show }}
      />
      <RegistrationTable
        {...list}
        filter={{ ...filter, show }}
        staff={viewer.kind === "staff"}
        ticks={ticks}
        timeZone={program.timeZone}
        now={new Date()}
      />
      {ticks && list.rows.length > 0 ? <BulkApproval action={approveTicked} /> : null}
    </>
  );
}
