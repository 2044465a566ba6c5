import { MetricByGroup, MetricByTime } from "@/components/metrics/charts";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import type { HomeView } from "@/lib/metrics/home";
import { spanLabel } from "@/lib/period";

const titles = { stages: "Where do your open deals stand?", families: "What did you sell?" } as const;

type PartnerHomeProps = { home: HomeView; name: string; company: string; asked: { from: string; to: string } };

/** A partner's own figures, and what stands behind them. */
export function PartnerHome({ home, name, company, asked }: PartnerHomeProps) {
  const { period, program } = home;
  return (
    <>
      <PageHeader
        title={`Hello, ${name.split(" ")[0]}`}
        state={`${company} in ${program.name}. ${spanLabel(period)}, money in ${program.currency}.`}
        actions={<LinkButton href="/deals?outcome=open">Your open deals</LinkButton>}
      />
      <PeriodBar action="/home" period={period} asked={asked} />
      <FigureGrid figures={home.figures} />
      <MetricByTime
        title="What did you win each quarter?"
        description="Deals that you sourced, by the day they were won; the current quarter is hatched."
        metric="sourced_revenue"
        groups={home.byQuarter.groups}
        currency={program.currency}
        partial={home.quarter}
      />
      <div className="grid gap-6 lg:grid-cols-2">
        {home.cuts.map((cut) => (
          <MetricByGroup
            key={cut.key}
            title={titles[cut.key as keyof typeof titles]}
            description={
              cut.metric === "sourced_revenue"
                ? `Revenue you sourced, ${spanLabel(cut.span)}`
                : "Pipeline you sourced, open now"
            }
            metric={cut.metric}
            by={cut.by}
            span={cut.span}
            groups={cut.answer.groups}
            currency={program.currency}
          />
        ))}
      </div>
    </>
  );
}
