import { FirstSteps, type Step, StepList } from "@/components/home/first-steps";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { AsOf, Recounting } from "@/components/metrics/recounting";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { type Morning, morningSentence } from "@/lib/home/morning";
import type { Scorecard } from "@/lib/metrics/home";
import { spanLabel } from "@/lib/period";
import { CallList } from "./call-list";
import { GapList } from "./gap-list";
import { MovementStrip } from "./movement-strip";
import { StalledList } from "./stalled-list";
import { WaitingList } from "./waiting-list";

type MorningHomeProps = {
  morning: Morning;
  scorecard: Scorecard;
  title: string;
  /** The own book, or the whole program; those without a book have the program alone. */
  book: boolean;
  hasBook: boolean;
  steps: Record<Step, boolean>;
  asked: { from: string; to: string };
  now: Date;
};

/** Where a channel manager's day begins: what happened, what waits, whom to call; then the scorecard. */
export function MorningHome({ morning, scorecard, title, book, hasBook, steps, asked, now }: MorningHomeProps) {
  const { period, program, begun, figures } = scorecard;
  if (!begun.partners) return <FirstSteps program={program.name} begun={begun} may={steps} />;
  const query = hasBook && !book ? "&book=all" : "";
  return (
    <>
      <PageHeader title={title} state={morningSentence(morning)} />
      <Recounting partners={program.recounting} />
      <AsOf asOf={scorecard.asOf} timeZone={program.timeZone} />
      {hasBook ? (
        <Tabs
          label="Partners"
          items={[
            { href: "/home", label: "My partners", current: book },
            { href: "/home?book=all", label: "Whole program", current: !book },
          ]}
        />
      ) : null}
      {begun.deals ? <MovementStrip morning={morning} query={query} /> : <StepList begun={begun} may={steps} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-6">
          <WaitingList morning={morning} managers={!book} now={now} />
          <CallList
            calls={morning.calls}
            count={morning.callCount}
            managers={!book}
            href={`/home/calls${query.replace("&", "?")}`}
          />
        </div>
        <div className="space-y-6">
          <StalledList morning={morning} query={query} />
          <GapList morning={morning} query={query} />
        </div>
      </div>
      <Section
        title={`The scorecard, ${spanLabel(period)}`}
        description={`Money in ${program.currency}, days in ${program.timeZone}.`}
      >
        <PeriodBar
          action="/home"
          period={period}
          asked={asked}
          hidden={{ book: hasBook && !book ? "all" : undefined }}
        />
        <FigureGrid figures={figures} />
      </Section>
    </>
  );
}
