import type { Metadata } from "next";
import { changePayerAccount, changePayoutDays, changePayoutPolicy } from "@/app/(staff)/incentives/payouts/actions";
import { PolicyForms } from "@/components/payouts/policy-forms";
import { PageHeader } from "@/components/ui/page-header";
import { readPolicies } from "@/db/payouts/policies";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "How payouts are made" };

export default async function PayoutPolicyPage() {
  const viewer = await requireViewer("payouts.policy");
  const page = await readPolicies(viewer);
  return (
    <>
      <PageHeader
        title="How payouts are made"
        breadcrumb={[{ label: "Payouts", href: "/incentives/payouts" }]}
        state="What is paid at least, how much finance approves in a day by itself, and the account that pays."
      />
      <PolicyForms
        {...page}
        change={changePayoutPolicy}
        payer={changePayerAccount}
        days={page.days}
        setDays={changePayoutDays}
      />
    </>
  );
}
