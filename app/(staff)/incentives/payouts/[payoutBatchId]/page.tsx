import type { Metadata } from "next";
import * as actions from "@/app/(staff)/incentives/payouts/actions";
import { BatchActions } from "@/components/payouts/batch-actions";
import { BatchFacts } from "@/components/payouts/batch-facts";
import { BatchPayouts } from "@/components/payouts/batch-payouts";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { readBatch } from "@/db/payouts/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { onlyPages } from "@/lib/incentives/address";
import { formatMinor } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";
import { batchStates } from "@/lib/payouts/states";

export const metadata: Metadata = { title: "Payout batch" };

type Props = { params: Promise<{ payoutBatchId: string }>; searchParams: Promise<Parameters> };

export default async function BatchPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("payouts.read");
  const { after } = onlyPages.parse(await searchParams);
  const { program, batch, preparer, approver, sums, rows, next } = await orNotFound(
    readBatch(viewer, (await params).payoutBatchId, after),
  );
  const { label, tone } = batchStates[batch.status];
  const prepares = can(viewer, "payouts.prepare");
  return (
    <>
      <PageHeader
        title={`Payout batch #${batch.number}`}
        breadcrumb={[{ label: "Payouts", href: "/incentives/payouts" }]}
        badges={<Badge tone={tone}>{label}</Badge>}
        state={`${formatMinor(batch.approvedMinor ?? batch.totalMinor, batch.currency)}, prepared by ${preparer}.`}
      />
      <BatchActions
        batchId={batch.id}
        formKey={crypto.randomUUID()}
        status={batch.status}
        paying={sums.some(({ status }) => status === "paying")}
        own={batch.preparedById === viewer.personId}
        may={{ approve: can(viewer, "payouts.approve"), prepare: prepares }}
        actions={{
          approve: actions.approvePayouts,
          cancel: actions.cancelPayouts,
          send: actions.sendPayouts,
          settle: actions.settleFromFile,
        }}
      />
      <BatchFacts batch={batch} preparer={preparer} approver={approver} sums={sums} timeZone={program.timeZone} />
      <BatchPayouts
        batchId={batch.id}
        currency={batch.currency}
        rows={rows.map((row) => ({ ...row, formKey: crypto.randomUUID() }))}
        next={next}
        action={prepares ? actions.settlePayout : null}
      />
    </>
  );
}
