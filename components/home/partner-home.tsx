import type { ComponentProps } from "react";
import { News } from "@/components/announcements/announcement-list";
import { MetricByTime } from "@/components/metrics/charts";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { TaskList } from "@/components/record/task-list";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { FormAction } from "@/lib/auth/form-state";
import { cohortLines } from "@/lib/home/cohort";
import { type PartnerDay, partnerSentence } from "@/lib/home/partner-day";
import { nextSteps } from "@/lib/home/partner-steps";
import type { HomeView } from "@/lib/metrics/home";
import { spanLabel } from "@/lib/period";
import { type Checklist, launchSays } from "@/lib/record/onboarding";
import { CohortStanding } from "./cohort-standing";
import { EarnedStrip } from "./earned-strip";
import { NextSteps } from "./next-steps";
import { TierStanding } from "./tier-standing";

type PartnerHomeProps = {
  home: HomeView;
  day: PartnerDay;
  name: string;
  company: string;
  asked: { from: string; to: string };
  registers: boolean;
  news: ComponentProps<typeof News>["items"];
  record: Checklist;
  /** Null while staff look at the portal as the partner. */
  read: FormAction | null;
  mark: FormAction | null;
};

/** A partner's home: what it earned, what to do next and where it stands, and its own figures. */
export function PartnerHome({ home, day, name, company, asked, registers, ...more }: PartnerHomeProps) {
  const { period, program } = home;
  const steps = nextSteps(day.items, day).slice(0, 3);
  const lines = cohortLines(home.figures, day.cohorts, program.currency);
  return (
    <>
      <PageHeader
        title={`Hello, ${name.split(" ")[0]}`}
        state={`${company} in ${program.name}. ${partnerSentence(day)}`}
        actions={
          <>
            <LinkButton href="/deals?outcome=open">Your open deals</LinkButton>
            {registers ? (
              <LinkButton href="/registrations/new" variant="primary" icon="plus">
                Register a deal
              </LinkButton>
            ) : null}
          </>
        }
      />
      {day.earned ? <EarnedStrip {...day.earned} /> : null}
      <News items={more.news} timeZone={day.timeZone} read={more.read} />
      {more.record.steps.some(({ doneOn }) => !doneOn) ? (
        <TaskList
          title="Your onboarding"
          description={launchSays(more.record.launch, day.today)}
          tasks={more.record.steps}
          today={day.today}
          staff={false}
          company={company}
          mark={more.mark}
          remove={null}
          progress
        />
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <NextSteps steps={steps} company={company} />
        {day.tier ? <TierStanding {...day.tier} /> : null}
      </div>
      <Section
        title={`Your figures, ${spanLabel(period)}`}
        description={`Money in ${program.currency}, days in ${program.timeZone}.`}
      >
        <PeriodBar action="/home" period={period} asked={asked} />
        <FigureGrid figures={home.figures} />
      </Section>
      {day.cohorts[0] && lines.length > 0 ? (
        <CohortStanding lines={lines} cohort={day.cohorts[0]} period={spanLabel(period)} />
      ) : null}
      <MetricByTime
        title="What did you win each quarter?"
        description="Deals that you sourced, by the day they were won; the current quarter is hatched."
        metric="sourced_revenue"
        groups={home.byQuarter.groups}
        currency={program.currency}
        partial={home.quarter}
      />
    </>
  );
}
