import type { Metadata } from "next";
import { correctEarning, questionOwnLine } from "@/app/(portal)/incentives/lines/[earningId]/actions";
import { LineList } from "@/components/incentives/line-list";
import { CorrectForm } from "@/components/payouts/correct-form";
import { LineQuestions } from "@/components/payouts/line-questions";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readLine } from "@/db/payouts/statements";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { statementHref } from "@/lib/incentives/address";
import { lineView, monthName } from "@/lib/incentives/words";

export const metadata: Metadata = { title: "Line of a statement" };

export default async function LinePage({ params }: { params: Promise<{ earningId: string }> }) {
  const viewer = await requireViewer("incentives.read");
  const { row, around, questions } = await orNotFound(readLine(viewer, (await params).earningId));
  const { month, currency } = row;
  const partner = viewer.kind === "staff" ? row.partnerId : undefined;
  const line = lineView(row);
  return (
    <>
      <PageHeader
        title={row.what}
        breadcrumb={[
          { label: "Incentives", href: partner ? `/incentives?partner=${partner}` : "/incentives" },
          { label: `${monthName(month)}, ${currency}`, href: statementHref({ partner, month, currency }) },
        ]}
        state={`${row.partner}. ${line.stateSays}`}
      />
      <LineList lines={[{ ...line, open: null }]} />
      {around.length > 0 ? (
        <Section title={row.correctsId ? "What it belongs to" : "What came after it"}>
          <LineList lines={around.map(lineView)} />
        </Section>
      ) : null}
      <LineQuestions
        questions={questions}
        earningId={row.id}
        action={can(viewer, "statements.confirm") ? questionOwnLine : null}
      />
      {can(viewer, "earnings.correct") ? (
        <CorrectForm earningId={row.id} currency={currency} formKey={crypto.randomUUID()} action={correctEarning} />
      ) : null}
    </>
  );
}
