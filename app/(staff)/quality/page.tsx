import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PartnerScores } from "@/components/quality/partner-scores";
import { RuleShares } from "@/components/quality/rule-shares";
import { ScoreTrend } from "@/components/quality/score-trend";
import { SourceScores } from "@/components/quality/source-scores";
import { FilterBar } from "@/components/tables/filter-bar";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { partnersPerPage, readQuality } from "@/db/quality/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { qualityDefaults, qualityFilter } from "@/lib/quality/filter";
import { findingsHref, qualityFilters, qualitySentence, ruleLines } from "@/lib/quality/view";

export const metadata: Metadata = { title: "Data quality" };

export default async function QualityPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("quality.read");
  const asked = await searchParams;
  const filter = qualityFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/quality", filter, qualityDefaults));
  const quality = await orNotFound(readQuality(viewer, filter));
  const failed = quality.rules.reduce((sum, rule) => sum + rule.failed, 0);
  const { kind, source, partner } = filter;
  const name = quality.partner?.name;
  return (
    <>
      <PageHeader
        title={name ? `Data of ${name}` : "Data quality"}
        breadcrumb={name ? [{ label: "Data quality", href: "/quality" }] : undefined}
        state={qualitySentence({ score: quality.score, failed, days: quality.days, of: name ?? "The score" })}
        actions={
          <>
            <LinkButton href={findingsHref({ kind, source, partner })}>What is to be mended</LinkButton>
            <LinkButton href="/quality/duplicates">Duplicates</LinkButton>
          </>
        }
      />
      <FilterBar action="/quality" filters={qualityFilters(filter, quality.sources)} hidden={{ partner }} />
      <ScoreTrend days={quality.days} />
      <RuleShares lines={ruleLines(quality.rules)} filter={filter} />
      {partner ? null : <SourceScores rows={quality.sources} filter={filter} />}
      {partner || kind || source ? null : (
        <PartnerScores rows={quality.partners} filter={filter} count={quality.partnerCount} perPage={partnersPerPage} />
      )}
    </>
  );
}
