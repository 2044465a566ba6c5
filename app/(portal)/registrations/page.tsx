import type { Metadata } from "next";
import { decideTicked } from "@/app/(staff)/registrations/actions";
import { BulkBar, decisionTicks } from "@/components/registrations/bulk-bar";
import { RegisterLink } from "@/components/registrations/register-link";
import { RegistrationTable } from "@/components/registrations/registration-table";
import { RegistrationTabs } from "@/components/registrations/registration-tabs";
import { FilterBar } from "@/components/tables/filter-bar";
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
  const mayRegister = can(viewer, "registrations.submit");
  const ticks = can(viewer, "registrations.decide") && show === "decide" ? decisionTicks : undefined;
  return (
    <>
      <PageHeader title="Registrations" state={timesSentence(times)} actions={mayRegister ? <RegisterLink /> : null} />
      <RegistrationTabs side={viewer.kind} show={show} q={filter.q} counts={counts} />
      <FilterBar
        action="/registrations"
        filters={[{ kind: "search", name: "q", label: "Search", placeholder: "Customer or number", value: filter.q }]}
        hidden={{ show }}
      />
      <div className="with-ticks">
        <RegistrationTable
          {...list}
          filter={{ ...filter, show }}
          staff={viewer.kind === "staff"}
          mayRegister={mayRegister}
          ticks={ticks}
          timeZone={program.timeZone}
          now={new Date()}
        />
        {ticks ? <BulkBar action={decideTicked} /> : null}
      </div>
    </>
  );
}
