import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import type { GoalQuarter, GoalView } from "@/lib/scorecards/plan-view";
import { StatusBadge } from "./status-badge";

type PlanGoalsProps = {
  goals: readonly GoalView[];
  /** Sets the targets; nobody may without it. */
  change?: FormAction;
  remove?: FormAction;
};

/** The goals of a plan: what each quarter is to reach, and what it did. */
export function PlanGoals({ goals, change, remove }: PlanGoalsProps) {
  if (goals.length === 0) return <Card title="Goals">Nothing is to be reached yet.</Card>;
  return goals.map((goal) => (
    <Card
      key={goal.id}
      title={goal.title}
      description={`${goal.label}, answered for by ${goal.owners}`}
      actions={<StatusBadge status={goal.status} says={goal.says} />}
    >
      <p className="text-muted mb-2 text-xs">{goal.says}</p>
      <Quarters label={goal.label} quarters={goal.quarters} />
      {change ? (
        <div className="mt-2 print:hidden">
          <Disclosure summary="Change the targets">
            <ActionForm
              key={goal.quarters.map(({ typed }) => typed).join()}
              action={change}
              hidden={{ goalId: goal.id }}
              className="space-y-3"
            >
              <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
                {goal.quarters.map(({ label, typed }, i) => (
                  <ActionInput
                    key={label}
                    id={`${goal.id}-${label}`}
                    name={`value.${i}`}
                    label={label}
                    defaultValue={typed}
                    inputMode="decimal"
                  />
                ))}
              </div>
              <ActionButton>Save the targets</ActionButton>
            </ActionForm>
            {remove ? (
              <ActionForm action={remove} hidden={{ goalId: goal.id }} failed="The goal stays." className="mt-3">
                <ActionButton variant="quiet" size="small" aria-label={`Take out the goal ${goal.title}`}>
                  Take this goal out
                </ActionButton>
              </ActionForm>
            ) : null}
          </Disclosure>
        </div>
      ) : null}
    </Card>
  ));
}

function Quarters({ label, quarters }: { label: string; quarters: readonly GoalQuarter[] }) {
  return (
    <section aria-label={`${label} by quarter`} tabIndex={0} className="relative overflow-x-auto -outline-offset-2">
      <table className="w-full text-xs tabular-nums">
        <caption className="sr-only">{label} by quarter, target and value</caption>
        <thead>
          <tr className="text-muted">
            <th scope="col" className="pr-3 text-left font-normal">
              <span className="sr-only">Row</span>
            </th>
            {quarters.map((quarter) => (
              <th key={quarter.label} scope="col" className="px-2 py-1 text-right font-medium whitespace-nowrap">
                {quarter.label}
                {quarter.current ? " (now)" : ""}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="text-muted pr-3 text-left font-normal">
              Target
            </th>
            {quarters.map((quarter) => (
              <td key={quarter.label} className="px-2 py-1 text-right whitespace-nowrap">
                {quarter.target}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row" className="text-muted pr-3 text-left font-normal">
              Reached
            </th>
            {quarters.map((quarter) => (
              <td key={quarter.label} className="text-ink px-2 py-1 text-right font-medium whitespace-nowrap">
                {quarter.value ?? "–"}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row" className="text-muted pr-3 text-left font-normal">
              Status
            </th>
            {quarters.map(({ label: name, status, says }) => (
              <td key={name} className="px-2 py-1 text-right">
                {status ? <StatusBadge status={status} says={says} /> : <span className="text-muted">–</span>}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
