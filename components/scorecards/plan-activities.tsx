import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";

type Activity = {
  id: string;
  side: "program" | "partner";
  title: string;
  owner: string | null;
  dueOn: string;
  doneAt: Date | null;
};
type PlanActivitiesProps = {
  activities: readonly Activity[];
  names: { program: string; partner: string };
  today: string;
  /** Marks an activity; of the sides that are named here. */
  mark?: FormAction;
  sides: readonly Activity["side"][];
};

/** What both sides do, by due day, with who does it. */
export function PlanActivities({ activities, names, today, mark, sides }: PlanActivitiesProps) {
  const done = activities.filter(({ doneAt }) => doneAt).length;
  const says = `${done} of ${activities.length} done`;
  return (
    <Card title="Activities" description={activities.length > 0 ? says : undefined}>
      {activities.length > 0 ? (
        <Progress ratio={done / activities.length} tone="good" label={says} />
      ) : (
        <p className="text-muted">Nothing is to be done yet.</p>
      )}
      <ul className="divide-line mt-2 divide-y">
        {activities.map((activity) => (
          <li key={activity.id} className="flex items-start justify-between gap-3 py-2.5">
            <div className="min-w-0">
              <p className={activity.doneAt ? "text-muted line-through" : "text-ink"}>{activity.title}</p>
              <p className="text-muted text-xs">
                {activity.owner ?? names[activity.side]}, {names[activity.side]} · due {formatDay(activity.dueOn)}
              </p>
              <DoneBadge doneAt={activity.doneAt} late={activity.dueOn < today} />
            </div>
            {mark && sides.includes(activity.side) ? (
              <ActionForm
                key={String(activity.doneAt)}
                action={mark}
                hidden={{ activityId: activity.id, done: activity.doneAt ? "no" : "yes" }}
                failed="It was not marked."
              >
                <ActionButton
                  size="small"
                  variant={activity.doneAt ? "quiet" : "secondary"}
                  aria-label={`${activity.doneAt ? "Reopen" : "Mark as done"}: ${activity.title}`}
                >
                  {activity.doneAt ? "Reopen" : "Mark as done"}
                </ActionButton>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function DoneBadge({ doneAt, late }: { doneAt: Date | null; late: boolean }) {
  if (doneAt) return <Badge tone="good">Done {formatDay(doneAt.toISOString().slice(0, 10))}</Badge>;
  return late ? <Badge tone="bad">Overdue</Badge> : null;
}
