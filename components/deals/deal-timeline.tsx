import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { type DealVersion, daysOf, dealHistory, presentStay } from "@/lib/deals/history";
import { formatDay } from "@/lib/format";
import { dayIn } from "@/lib/period";

type DealTimelineProps = {
  versions: readonly DealVersion[];
  activities: readonly { id: string; kind: string; subject: string; on: string }[];
  program: { timeZone: string; today: string };
  open: boolean;
};

/** How the deal moved, with corrections shown as such, and what happened on it. */
export function DealTimeline({ versions, activities, program, open }: DealTimelineProps) {
  const lines = dealHistory(versions, (at) => dayIn(program.timeZone, at));
  const stay = open ? presentStay(versions, program.today) : null;
  return (
    <div className="space-y-6">
      <Card title="History" description={stay && stayed(stay)}>
        <Timeline items={lines} />
      </Card>
      {activities.length > 0 ? (
        <Card title="Activities">
          <Timeline
            items={activities.map((activity) => ({
              key: activity.id,
              sentence: activity.subject,
              when: `${formatDay(activity.on)} · ${activity.kind}`,
            }))}
          />
        </Card>
      ) : null}
    </div>
  );
}

const stayed = ({ stage, days }: { stage: string; days: number | null }) =>
  days === null ? `In ${stage}; since when is not recorded.` : `In ${stage} for ${daysOf(days)} now.`;
