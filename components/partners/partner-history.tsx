import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { formatDay } from "@/lib/format";
import { type PartnerState, partnerHistory } from "@/lib/partners/history";

type PartnerHistoryProps = {
  versions: readonly PartnerState[];
  activities: readonly { id: string; kind: string; subject: string; on: string }[];
};

/** What the partner became, and what happened with it lately, as sentences. */
export function PartnerHistory({ versions, activities }: PartnerHistoryProps) {
  return (
    <div className="space-y-6">
      <Card title="Tier and status">
        <Timeline
          items={partnerHistory(versions).map((line) => ({
            key: line.key,
            sentence: line.sentence,
            when: line.on === "-infinity" ? "At the start" : formatDay(line.on),
            tone: line.tone,
          }))}
        />
      </Card>
      <Card title="Lately">
        {activities.length === 0 ? (
          <p className="text-muted">No calls, meetings or mails recorded.</p>
        ) : (
          <Timeline
            items={activities.map((activity) => ({
              key: activity.id,
              sentence: activity.subject,
              when: `${formatDay(activity.on)} · ${activity.kind}`,
            }))}
          />
        )}
      </Card>
    </div>
  );
}
