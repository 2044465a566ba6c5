import { FirstSteps, type Step, StepList } from "@/components/home/first-steps";
import { MetricByGroup, MetricByTime } from "@/components/metrics/charts";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { AsOf, Recounting } from "@/components/metrics/recounting";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { formatDay } from "@/lib/format";
import type { HomeView } from "@/lib/metrics/home";
import { addDays, spanLabel } from "@/lib/period";

type StaffHomeProps = {
  home: HomeView;
  book: boolean;
  hasBook: boolean;
  /** What the viewer may do to fill an empty portal. */
  steps: Record<Step, boolean>;
  asked: { from: string; to: string };
};

const titles = {
  partners: "Who brought the most revenue?",
  stages: "Where does the pipeline stand?",
  regions: "Which regions win?",
  families: "What do partners sell?",
} as const;

/** The leadership scorecard, and what stands behind it. */
export function StaffHome({ home, book, hasBook, steps, asked }: StaffHomeProps) {
  const { period, program, today, begun } = home;
  if (!begun.partners) return <FirstSteps program={program.name} begun={begun} may={steps} />;
  const running = period.from <= today && today < addDays(period.to, -1);
  const label = spanLabel(period);
  const days = `${formatDay(period.from)} to ${formatDay(running ? today : addDays(period.to, -1))}`;
  return (
    <>
      <PageHeader
        title={program.name}
        state={`${label.includes("–") ? "" : `${label}: `}${days}${running ? ", compared as far as the period has come" : ""}. Money in ${program.currency}, days in ${program.timeZone}.`}
      />
      <Recounting partners={program.recounting} />
      <AsOf asOf={home.asOf} timeZone={program.timeZone} />
      {hasBook ? (
        <Tabs
          label="Partners"
          items={[
            { href: "/home", label: "My partners", current: book },
            { href: "/home?book=all", label: "Whole program", current: !book },
          ]}
        />
      ) : null}
      <PeriodBar action="/home" period={period} asked={asked} hidden={{ book: hasBook && !book ? "all" : undefined }} />
      <FigureGrid figures={home.figures} />
      {home.byQuarter.total.facts === 0 ? (
        <NoRevenue begun={begun} steps={steps} />
      ) : (
        <MetricByTime
          title="What did partners win each quarter?"
          description="Sourced revenue by the day deals were won; the current quarter is hatched."
          metric="sourced_revenue"
          groups={home.byQuarter.groups}
          currency={program.currency}
          partial={home.quarter}
          filter={{ book: book ? "mine" : undefined }}
        />
      )}
      <div className="grid gap-6 lg:grid-cols-2">
        {home.cuts.map((cut) => (
          <MetricByGroup
            key={cut.key}
            title={titles[cut.key as keyof typeof titles]}
            description={
              cut.metric === "sourced_revenue"
                ? `Sourced revenue, ${spanLabel(cut.span)}`
                : "Sourced pipeline, open now"
            }
            metric={cut.metric}
            by={cut.by}
            span={cut.span}
            groups={cut.answer.groups}
            currency={program.currency}
            query={book ? { book: "mine" } : {}}
          />
        ))}
      </div>
    </>
  );
}

function NoRevenue({ begun, steps }: Pick<HomeView, "begun"> & Pick<StaffHomeProps, "steps">) {
  if (!begun.deals) return <StepList begun={begun} may={steps} />;
  return <EmptyState title="No won deals yet">Revenue stands here from the first deal that is won.</EmptyState>;
}
