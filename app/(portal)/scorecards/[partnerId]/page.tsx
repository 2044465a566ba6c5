import type { Metadata } from "next";
import { finishPoint, startReviewOf } from "@/app/(staff)/scorecards/review-actions";
import { NoScorecard } from "@/components/scorecards/no-scorecard";
import { OpenPoints } from "@/components/scorecards/open-points";
import { PlanCard } from "@/components/scorecards/plan-card";
import { ReviewList } from "@/components/scorecards/review-list";
import { ScorecardHeader } from "@/components/scorecards/scorecard-header";
import { ScorecardTable } from "@/components/scorecards/scorecard-table";
import { ThreeAnswers } from "@/components/scorecards/three-answers";
import { readScorecard } from "@/db/scorecards/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatInstant } from "@/lib/format";
import { oneOf, type Parameters } from "@/lib/lists/parameters";
import { previousPeriod, spanLabel } from "@/lib/period";
import { scorecardPeriods } from "@/lib/scorecards/figures";
import { pointsOf } from "@/lib/scorecards/points";

type Props = { params: Promise<{ partnerId: string }>; searchParams: Promise<Parameters> };

export const metadata: Metadata = { title: "Scorecard" };

/** One partnership on one page, for staff and for the partner's own people. */
export default async function ScorecardPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("scorecards.read");
  const asked = oneOf(scorecardPeriods).parse((await searchParams).period);
  const page = await orNotFound(readScorecard(viewer, (await params).partnerId, asked, new Date()));
  const { partner, scorecard, program, period, view } = page;
  const staff = viewer.kind === "staff";
  const edits = can(viewer, "scorecards.edit");
  if (!scorecard || !view) return <NoScorecard partner={partner} staff={staff} edits={edits} />;
  const runs = can(viewer, "reviews.run");
  return (
    <>
      <ScorecardHeader
        {...{ partner, scorecard, view, staff, edits }}
        today={program.today}
        period={period}
        start={runs ? startReviewOf : undefined}
      />
      <ThreeAnswers
        answers={view.answers}
        decide={view.decide}
        currency={program.reportingCurrency}
        days={{ from: period.from, to: period.to, partner: staff ? partner.id : undefined }}
        against={`the same days of ${spanLabel(previousPeriod(period))}`}
      />
      <ScorecardTable lines={view.lines} staff={staff} />
      <div className="grid items-start gap-6 lg:grid-cols-3 print:hidden">
        <OpenPoints
          title="Open decisions and experiments"
          points={pointsOf(view.open, view.lines, program.reportingCurrency)}
          programName={program.programName}
          partnerId={partner.id}
          today={program.today}
          staff={staff}
          end={runs ? finishPoint : undefined}
          empty="Nothing is open."
        />
        <ReviewList partnerId={partner.id} next={scorecard.nextReviewOn} today={program.today} reviews={view.reviews} />
        <PlanCard partnerId={partner.id} plan={view.plan} edits={can(viewer, "plan.edit")} />
      </div>
      <p className="text-muted text-xs print:hidden">
        Counted {formatInstant(new Date(view.countedAt), program.timeZone)} {program.timeZone}. On track from 95 % of
        what a target asks for by today, behind under 80 %. The drivers of won revenue are deals in work × speed × share
        won × revenue a deal, each credited with its mean effect over every order, so that they add up exactly.
      </p>
    </>
  );
}
