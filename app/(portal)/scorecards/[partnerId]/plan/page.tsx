import type { Metadata } from "next";
import { markAnyActivity, markOwnActivity } from "@/app/(portal)/scorecards/actions";
import {
  advancePlan,
  beginPlan,
  changeTargets,
  putActivity,
  putGoal,
  takeGoalOut,
} from "@/app/(staff)/scorecards/plan-actions";
import { PlanActivities } from "@/components/scorecards/plan-activities";
import { ActivityForm, GoalForm, PlanForm } from "@/components/scorecards/plan-forms";
import { PlanGoals } from "@/components/scorecards/plan-goals";
import { PlanHeader } from "@/components/scorecards/plan-header";
import { readPlan } from "@/db/scorecards/plan-page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { planOptions } from "@/lib/scorecards/plan-view";

export const metadata: Metadata = { title: "Joint business plan" };

/** What both companies want to reach together, and how far they are. */
export default async function PlanPage({ params }: { params: Promise<{ partnerId: string }> }) {
  const viewer = await requireViewer("scorecards.read");
  const page = await orNotFound(readPlan(viewer, (await params).partnerId, new Date()));
  const { partner, program, plan, goals, activities } = page;
  const staff = viewer.kind === "staff";
  const edits = can(viewer, "plan.edit");
  const writes = edits && plan?.state !== "ended";
  const marksOwn = can(viewer, "plan.activities") && plan?.state === "agreed";
  const options = planOptions(page);
  return (
    <>
      <PlanHeader partner={partner} plan={plan} staff={staff} advance={writes ? advancePlan : undefined} />
      {plan ? (
        <div className="grid items-start gap-6 lg:grid-cols-3">
          <div className="min-w-0 space-y-6 lg:col-span-2">
            <PlanGoals
              goals={goals}
              change={writes ? changeTargets : undefined}
              remove={writes && plan.state === "draft" ? takeGoalOut : undefined}
            />
            {writes ? <GoalForm planId={plan.id} count={goals.length} {...options} action={putGoal} /> : null}
          </div>
          <div className="min-w-0 space-y-6">
            <PlanActivities
              activities={activities}
              names={{ program: program.programName, partner: partner.name }}
              today={program.today}
              mark={writes ? markAnyActivity : marksOwn ? markOwnActivity : undefined}
              sides={staff ? ["program", "partner"] : ["partner"]}
            />
            {writes ? (
              <ActivityForm
                planId={plan.id}
                count={activities.length}
                goals={goals.map(({ id, title }) => ({ value: id, label: title }))}
                owners={options.owners}
                action={putActivity}
              />
            ) : null}
          </div>
        </div>
      ) : null}
      {edits && (!plan || plan.state === "ended") ? (
        <PlanForm partnerId={partner.id} today={program.today} action={beginPlan} />
      ) : null}
    </>
  );
}
