import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { type DealVersion, dealHistory } from "@/lib/deals/history";
import { formatDay } from "@/lib/format";
import { dayIn } from "@/lib/period";

type DealTimelineProps = {
  versions: readonly DealVersion[];
  activities: readonly { id: string; kind: string; subject: string; on: string }[];
  timeZone: string;
};

/** How the deal moved, with corrections shown as such, and what happened on it. */
export function DealTimeline({ versions, activities, timeZone }: DealTimelineProps) {
  const lines = dealHistory(versions, (at) => dayIn(timeZone, at));
  return (
    <div className="space-y-6">
      <Card title="History">
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
