import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { type DealVersion, daysOf, dealHistory, presentStay } from "@/lib/deals/history";
import { dayIn } from "@/lib/period";

type DealTimelineProps = {
  versions: readonly DealVersion[];
  program: { timeZone: string; today: string };
  open: boolean;
};

/** How the deal moved, with corrections shown as such. */
export function DealTimeline({ versions, program, open }: DealTimelineProps) {
  const lines = dealHistory(versions, (at) => dayIn(program.timeZone, at));
  const stay = open ? presentStay(versions, program.today) : null;
  return (
    <Card title="History" description={stay && stayed(stay)}>
      <Timeline items={lines} />
    </Card>
  );
}

const stayed = ({ stage, days }: { stage: string; days: number | null }) =>
  days === null ? `In ${stage}; since when is not recorded.` : `In ${stage} for ${daysOf(days)} now.`;
