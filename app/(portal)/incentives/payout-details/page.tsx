import type { Metadata } from "next";
import { changeBankDetails, changeTaxDetails } from "@/app/(portal)/incentives/payout-details/actions";
import { BankForm } from "@/components/payouts/bank-form";
import { DetailHistory } from "@/components/payouts/detail-history";
import { ReadinessCard } from "@/components/payouts/readiness-card";
import { TaxForm } from "@/components/payouts/tax-form";
import { PageHeader } from "@/components/ui/page-header";
import { listDetails } from "@/db/payouts/details";
import { readReadiness } from "@/db/payouts/readiness";
import { getProgram } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Bank and tax details" };

export default async function PayoutDetailsPage() {
  const viewer = await requireViewer("payouts.details");
  const [program, details, ready] = await Promise.all([
    getProgram(viewer),
    listDetails(viewer, ""),
    readReadiness(viewer, ""),
  ]);
  const now = (kind: "bank" | "tax") => details.find((row) => row.kind === kind && !row.endedAt);
  return (
    <>
      <PageHeader
        title="Bank and tax details"
        breadcrumb={[{ label: "Incentives", href: "/incentives" }]}
        state="Where your company is paid. What you enter is encrypted; afterwards everybody, you as well, sees its last characters alone."
      />
      <ReadinessCard ready={ready} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <BankForm now={now("bank")} action={changeBankDetails} />
        <TaxForm now={now("tax")} action={changeTaxDetails} />
      </div>
      <DetailHistory details={details} timeZone={program.timeZone} />
    </>
  );
}
