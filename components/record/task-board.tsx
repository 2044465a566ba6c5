import {
  ActionButton,
  ActionCheckbox,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { launchSays } from "@/lib/record/onboarding";
import type { Task } from "@/lib/record/tasks";
import { TaskList } from "./task-list";

type TaskBoardProps = {
  partner: { id: string; name: string };
  tasks: readonly Task[];
  owners: readonly { id: string; name: string; side: "staff" | "partner" }[];
  launch: { signedOn: string | null; launchedOn: string | null };
  today: string;
  staff: boolean;
  mark: FormAction | null;
  add: FormAction | null;
  remove: FormAction | null;
  begin: FormAction | null;
};

/** The onboarding checklist while there is one, then tasks and milestones; staff add to them. */
export function TaskBoard({ partner, tasks, owners, launch, today, add, begin, ...of }: TaskBoardProps) {
  const steps = tasks.filter(({ kind }) => kind === "onboarding");
  const others = tasks.filter(({ kind }) => kind !== "onboarding");
  const shared = { today, company: partner.name, ...of };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="space-y-6">
        {others.length > 0 ? (
          <TaskList title="Tasks and milestones" tasks={others} {...shared} />
        ) : (
          <Card title="Tasks and milestones">
            <p className="text-muted">Nothing is agreed yet.</p>
          </Card>
        )}
        {add ? (
          <Card>
            <Disclosure summary="Add a task or a milestone">
              <AddTask key={others.length} partner={partner} owners={owners} action={add} />
            </Disclosure>
          </Card>
        ) : null}
      </div>
      <div className="space-y-6">
        {steps.length > 0 ? (
          <TaskList title="Onboarding" description={launchSays(launch, today)} tasks={steps} progress {...shared} />
        ) : (
          <Card title="Onboarding">
            <p className="text-muted mb-3">
              {launch.launchedOn
                ? "Launched, without a checklist here."
                : `No checklist yet. ${launchSays(launch, today)}`}
            </p>
            {begin ? (
              <ActionForm action={begin} hidden={{ partnerId: partner.id }} failed="The checklist was not started.">
                <ActionButton>Start the checklist</ActionButton>
              </ActionForm>
            ) : null}
          </Card>
        )}
      </div>
    </div>
  );
}

function AddTask({ partner, owners, action }: Pick<TaskBoardProps, "partner" | "owners"> & { action: FormAction }) {
  const of = (side: "staff" | "partner") => owners.filter((one) => one.side === side);
  const named = (side: "staff" | "partner") => of(side).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ActionForm action={action} hidden={{ partnerId: partner.id }} failed="It was not added.">
      <ActionSelect
        name="kind"
        label="What it is"
        options={[
          { value: "task", label: "Task" },
          { value: "milestone", label: "Milestone" },
        ]}
      />
      <ActionInput name="title" label="In a line" maxLength={200} />
      <ActionTextarea name="note" label="More" optional rows={3} maxLength={2000} />
      <ActionSelect
        name="owner"
        label="Who does it"
        options={[
          { value: "staff", label: "Staff" },
          { value: "partner", label: partner.name },
          ...named("partner"),
          ...named("staff"),
        ]}
      />
      <ActionDateInput name="dueOn" label="Due" />
      <ActionCheckbox name="internal" value="yes" label="For staff alone" help="Otherwise the partner sees it." />
      <ActionButton>Add</ActionButton>
    </ActionForm>
  );
}
