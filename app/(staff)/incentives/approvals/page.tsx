import type { Metadata } from "next";
import { approveDueEarnings, closeStatements } from "@/app/(staff)/incentives/actions";
import { ApprovalTable } from "@/components/incentives/approval-table";
import { CloseMonth } from "@/components/incentives/close-month";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { readApprovals } from "@/db/incentives/staff";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { onlyPages } from "@/lib/incentives/address";
import { incentiveTabs } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Earnings to approve" };

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("plans.read");
  const { program, rows, next, closed, open } = await readApprovals(viewer, onlyPages.parse(await searchParams).after);
  const approves = can(viewer, "earnings.approve");
  return (
    <>
      <PageHeader
        title="Earnings to approve"
        state={`${next ? "More than " : ""}${formatCount(rows.length)} partners and currencies have earnings whose holding period is over.`}
      />
      <Tabs label="Incentives" items={incentiveTabs("approvals")} />
      <ApprovalTable rows={rows} next={next} action={approves ? approveDueEarnings : null} />
      {approves ? <CloseMonth closed={closed} open={open} today={program.today} action={closeStatements} /> : null}
    </>
  );
}
