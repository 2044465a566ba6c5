import { MetricByTime } from "@/components/metrics/charts";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { AsOf, Recounting } from "@/components/metrics/recounting";
import { LinkButton } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { PageHeader } from "@/components/ui/page-header";
import { atRisk, headlineOf, topCohorts } from "@/lib/executive/headline";
import type { Executive } from "@/lib/executive/view";
import { formatDay } from "@/lib/format";
import { addDays, spanLabel } from "@/lib/period";
import { reportHref } from "@/lib/reports/subjects";
import { CompareTable } from "./compare-table";
import { HeadlineCard } from "./headline-card";
import { MoreFigures } from "./more-figures";
import { PlanBar } from "./plan-bar";

/** One sheet of A4: the page as on a wide screen, made smaller. */
const PAPER = "print:space-y-3 print:text-sm print:[zoom:0.72] print:[&_:is(td,th)]:text-xs!";

type ExecutiveSummaryProps = { view: Executive; path: string; asked: { from: string; to: string } };

/** The program on one page, on screen and on paper. */
export function ExecutiveSummary({ view, path, asked }: ExecutiveSummaryProps) {
  const { program, period, comparedWith, today } = view;
  const { currency } = program;
  const label = spanLabel(period);
  const until = today < addDays(period.to, -1) && today >= period.from ? today : addDays(period.to, -1);
  const compared = { currency, comparedWith };
  return (
    <div className={cx("space-y-6", PAPER)}>
      <PageHeader
        title={`${program.name}, ${label}`}
        state={`Sourced revenue from ${formatDay(period.from)} to ${formatDay(until)} against ${comparedWith}. Money in ${currency}, days in ${program.timeZone}.`}
        actions={
          <LinkButton href={reportHref("executive")} icon="mail">
            Send me this
          </LinkButton>
        }
      />
      <Recounting partners={program.recounting} />
      <AsOf asOf={view.asOf} timeZone={program.timeZone} />
      <PeriodBar action={path} period={period} asked={asked} />
      <HeadlineCard headline={headlineOf(view)} />
      <div className="print:hidden">
        <FigureGrid figures={view.figures} />
      </div>
      <MoreFigures figures={view.figures} more={view.more} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] print:grid-cols-[3fr_2fr] print:gap-3">
        <MetricByTime
          title="Quarter over quarter"
          description="Sourced revenue by the day deals were won; the current quarter is hatched."
          metric="sourced_revenue"
          groups={view.quarters}
          currency={currency}
          partial={view.quarter}
        />
        <PlanBar plan={view.plan} currency={currency} span={period} label={label} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2 print:grid-cols-3 print:gap-3">
        <div className="space-y-6 print:contents">
          <CompareTable
            title="Regions"
            description="Which regions win?"
            rows={view.regions.slice(0, 8)}
            {...compared}
            shares
          />
          <CompareTable
            title="Segments"
            description="What size of partner brings it?"
            rows={view.segments.slice(0, 8)}
            {...compared}
            shares
          />
          <CompareTable
            title="Top cohorts"
            description="Tier and type together, the most revenue first."
            rows={topCohorts(view.cohorts)}
            {...compared}
          />
        </div>
        <div className="space-y-6 print:contents">
          <CompareTable
            title="Channel mix"
            description="Which types of partner bring it?"
            rows={view.types}
            {...compared}
            shares
          />
          <CompareTable
            title="Cohorts at risk"
            description="Those that fell by a tenth or more, the largest fall first."
            rows={atRisk(view.cohorts)}
            {...compared}
            empty="No cohort fell by a tenth or more."
          />
        </div>
      </div>
    </div>
  );
}
