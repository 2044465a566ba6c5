import type { Metadata } from "next";
import { approveTicked, evaluate } from "@/app/(staff)/tiers/actions";
import { EvaluationCard } from "@/components/tiers/evaluation-card";
import { ReviewTable } from "@/components/tiers/review-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { getProgram, listTiers } from "@/db/program/queries";
import { listEvaluations, listReviews } from "@/db/tiers/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import type { Parameters } from "@/lib/lists/parameters";
import { reviewFilter, reviewShows } from "@/lib/tiers/filter";
import { isSafe } from "@/lib/tiers/moves";

export const metadata: Metadata = { title: "Tier reviews" };

export default async function TierReviewsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("tiers.review");
  const { show, page } = reviewFilter.parse(await searchParams);
  const [list, made, ladder, program] = await Promise.all([
    listReviews(viewer, show, page),
    listEvaluations(viewer),
    listTiers(viewer),
    getProgram(viewer),
  ]);
  const count = (statuses: readonly (keyof typeof list.counts)[]) =>
    statuses.reduce((sum, status) => sum + (list.counts[status] ?? 0), 0);
  return (
    <>
      <PageHeader
        title="Tier reviews"
        state={`${formatCount(count(["proposed"]))} proposed, ${formatCount(count(["approved", "notice"]))} decided and not in effect yet, ${formatCount(count(["appealed"]))} appealed.`}
      />
      <Tabs
        label="Changes of tier by state"
        items={reviewShows.map((tab) => ({
          href: `/tiers/reviews?show=${tab.show}`,
          label: tab.label,
          current: tab.show === show,
          count: tab.statuses.length ? formatCount(count(tab.statuses)) : undefined,
        }))}
      />
      <ReviewTable {...list} show={show} page={page} ladder={ladder} />
      {list.rows.some(isSafe) ? (
        <ActionForm id="bulk-promotions" action={approveTicked} failed="Nothing was approved.">
          <ActionButton variant="primary">Approve ticked promotions</ActionButton>
        </ActionForm>
      ) : null}
      <EvaluationCard made={made} today={program.today} timeZone={program.timeZone} action={evaluate} />
    </>
  );
}
