import type { Metadata } from "next";
import { confirmOwnStatement } from "@/app/(portal)/incentives/lines/[earningId]/actions";
import { LineList } from "@/components/incentives/line-list";
import { StatementAnswer } from "@/components/payouts/statement-answer";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { readStatement } from "@/db/incentives/statement";
import { readStanding } from "@/db/payouts/statements";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { statementAddress, statementHref } from "@/lib/incentives/address";
import { claimView, formatMinor, lineView, monthName } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";
import { statementState } from "@/lib/payouts/statement-state";

export const metadata: Metadata = { title: "Statement" };

export default async function StatementPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("incentives.read");
  const asked = statementAddress.parse(await searchParams);
  const [{ program, partner, kept, sums, claims, rows, next }, { asked: questions, ...standing }] = await orNotFound(
    Promise.all([readStatement(viewer, asked), readStanding(viewer, asked)]),
  );
  const { month, currency } = asked;
  const state = statementState({ ...standing, today: program.today });
  const claimed = claims.reduce((sum, { approvedMinor }) => sum + (approvedMinor ?? 0n), 0n);
  const own = viewer.kind === "staff" ? partner.id : undefined;
  const file = statementHref({ partner: own, month, currency }).replace("/incentives/", "/exports/");
  const back = own ? `/incentives?partner=${own}` : "/incentives";
  return (
    <>
      <PageHeader
        title={`Statement of ${monthName(month)} in ${currency}`}
        breadcrumb={[{ label: own ? `Incentives of ${partner.name}` : "Incentives", href: back }]}
        badges={<Badge tone={state.tone}>{state.label}</Badge>}
        state={`${partner.name}, ${formatCount(sums.lines)} lines. ${state.says}`}
        actions={
          <LinkButton href={file} icon="download" download>
            CSV
          </LinkButton>
        }
      />
      <DefinitionList
        layout="columns"
        items={[
          { term: "Earned", value: formatMinor(sums.earnedMinor, currency) },
          { term: "Taken back", value: formatMinor(sums.clawedBackMinor, currency) },
          ...(claims.length > 0 ? [{ term: "Funds claimed", value: formatMinor(claimed, currency) }] : []),
          { term: "Comes to", value: formatMinor(sums.earnedMinor + sums.clawedBackMinor + claimed, currency) },
          {
            term: "Seal of the final statement (SHA-256)",
            value: kept?.sha256,
            missing: "Sealed when the month is closed",
          },
        ]}
      />
      <StatementAnswer
        asked={{ month, currency }}
        state={state}
        questions={questions}
        action={can(viewer, "statements.confirm") ? confirmOwnStatement : null}
      />
      {rows.length > 0 ? <LineList lines={rows.map(lineView)} /> : null}
      <Pagination
        text={`${formatCount(rows.length)} of ${formatCount(sums.lines)} lines on this page`}
        previousHref={asked.after ? statementHref({ partner: own, month, currency }) : null}
        nextHref={next ? statementHref({ partner: own, month, currency, after: next }) : null}
      />
      {claims.length > 0 ? (
        <Section title="Funds claimed" description="What was approved of claims, paid together with what was earned.">
          <LineList lines={claims.map(claimView)} />
        </Section>
      ) : null}
    </>
  );
}
