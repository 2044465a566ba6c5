import type { Metadata } from "next";
import { closeDays } from "@/app/(staff)/periods/actions";
import { CloseForm } from "@/components/periods/close-form";
import { PeriodTable } from "@/components/periods/period-table";
import { PageHeader } from "@/components/ui/page-header";
import { listPeriods } from "@/db/periods/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { closable } from "@/lib/periods/closable";

export const metadata: Metadata = { title: "Closed periods" };

export default async function PeriodsPage() {
  const viewer = await requireViewer("periods.read");
  const [periods, { today, timeZone }] = await Promise.all([listPeriods(viewer), getProgram(viewer)]);
  const offered = closable(today, periods);
  return (
    <>
      <PageHeader
        title="Closed periods"
        state="What was closed stays as it was; what changed since is shown beside it, by rows and by people."
      />
      <PeriodTable periods={periods} timeZone={timeZone} />
      {can(viewer, "periods.close") && offered.length > 0 ? <CloseForm periods={offered} action={closeDays} /> : null}
    </>
  );
}
