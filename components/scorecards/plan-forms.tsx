import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { planMonths } from "@/lib/scorecards/plan";

type Option = { value: string; label: string };

/** Begins a plan: its name, when it starts, and for how long. */
export function PlanForm({ partnerId, today, action }: { partnerId: string; today: string; action: FormAction }) {
  return (
    <Card
      title="Write a joint business plan"
      description="Goals with a target for each quarter, and what both sides do for them. The partner sees it once it is agreed."
    >
      <ActionForm action={action} hidden={{ partnerId }} failed="The plan was not written.">
        <ActionInput name="name" label="Name" maxLength={120} />
        <ActionTextarea name="summary" label="What both sides want" optional rows={2} maxLength={1000} />
        <ActionDateInput name="fromOn" label="From the quarter of" defaultValue={today} />
        <ActionSelect
          name="months"
          label="For"
          options={planMonths.map((months) => ({ value: String(months), label: `${months} months` }))}
          defaultValue="24"
        />
        <ActionTextarea name="internalNote" label="For staff alone" optional rows={2} maxLength={2000} />
        <ActionButton variant="primary">Write the plan</ActionButton>
      </ActionForm>
    </Card>
  );
}

type GoalFormProps = {
  planId: string;
  count: number;
  metrics: readonly Option[];
  staff: readonly Option[];
  partner: readonly Option[];
  action: FormAction;
};

/** Adds a goal: how it is measured, and who of each side answers for it. */
export function GoalForm({ planId, count, metrics, staff, partner, action }: GoalFormProps) {
  return (
    <Card title="Add a goal">
      <ActionForm
        key={count}
        action={action}
        hidden={{ planId }}
        failed="The goal was not added."
        className="grid gap-3 sm:grid-cols-2"
      >
        <ActionInput name="title" label="Goal" maxLength={160} fieldClassName="sm:col-span-2" />
        <ActionSelect
          name="metric"
          label="Measured by"
          placeholder="Choose"
          options={metrics}
          fieldClassName="sm:col-span-2"
        />
        <ActionInput name="first" label="Target of the first quarter" inputMode="decimal" />
        <ActionInput
          name="last"
          label="Target of the last"
          help="Those between lie on a straight line, and can be changed"
          inputMode="decimal"
        />
        <ActionSelect name="staffOwnerId" label="Answers for it with us" placeholder="Choose" options={staff} />
        <ActionSelect
          name="partnerOwnerId"
          label="Answers for it with the partner"
          placeholder="Choose"
          options={partner}
        />
        <div className="sm:col-span-2">
          <ActionButton>Add the goal</ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

type ActivityFormProps = {
  planId: string;
  count: number;
  goals: readonly Option[];
  owners: readonly Option[];
  action: FormAction;
};

/** Adds what one side does; its owner says which. */
export function ActivityForm({ planId, count, goals, owners, action }: ActivityFormProps) {
  return (
    <Card title="Add an activity">
      <ActionForm
        key={count}
        action={action}
        hidden={{ planId }}
        failed="The activity was not added."
        className="grid gap-3 sm:grid-cols-2"
      >
        <ActionInput
          id="activity-title"
          name="title"
          label="What is done"
          maxLength={200}
          fieldClassName="sm:col-span-2"
        />
        <ActionSelect
          name="goalId"
          label="For"
          placeholder="The plan as a whole"
          options={goals}
          fieldClassName="sm:col-span-2"
        />
        <ActionSelect name="ownerId" label="Owner" placeholder="Choose" options={owners} />
        <ActionDateInput name="dueOn" label="Due" />
        <div className="sm:col-span-2">
          <ActionButton>Add the activity</ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** Agrees the plan, drops its draft, or ends it. */
export function PlanMoves({
  planId,
  state,
  action,
}: {
  planId: string;
  state: "draft" | "agreed" | "ended";
  action: FormAction;
}) {
  if (state === "ended") return null;
  const move = (name: string, label: string, primary = false) => (
    <ActionForm action={action} hidden={{ planId, move: name }} failed="The plan stays as it is.">
      <ActionButton variant={primary ? "primary" : "secondary"}>{label}</ActionButton>
    </ActionForm>
  );
  if (state === "agreed") return move("end", "End the plan");
  return (
    <>
      {move("drop", "Drop the draft")}
      {move("agree", "Both sides agreed", true)}
    </>
  );
}
