import { isMetricKey, type MetricKey, metricKeys, metricOf } from "../metrics/registry";
import { bucketsOf } from "../period";
import { addsUp, labelOf, paceOf, textOf } from "./figures";
import { typedOf } from "./propose";
import { judge, type Status } from "./status";

type Goal = {
  id: string;
  title: string;
  metric: string;
  staffOwner: string | null;
  partnerOwner: string | null;
  targets: readonly { from: string; to: string; value: string }[];
};
export type GoalQuarter = {
  label: string;
  target: string;
  /** As people type it. */
  typed: string;
  value: string | null;
  status: Status | null;
  says: string;
  current: boolean;
};
export type GoalView = {
  id: string;
  title: string;
  metric: string;
  label: string;
  owners: string;
  status: Status;
  says: string;
  quarters: GoalQuarter[];
};

type Context = { today: string; currency: string; programName: string; partnerName: string };

/** A goal with each quarter's target and what was reached; the verdict is that of the quarter we are in, else of the last one. */
export function goalView(
  goal: Goal,
  counted: Partial<Record<MetricKey, Record<string, string | null>>>,
  { today, currency, programName, partnerName }: Context,
): GoalView {
  const measured = { metric: goal.metric, unit: null };
  const key = isMetricKey(goal.metric) ? goal.metric : null;
  const quarters = goal.targets.map(({ from, to, value: target }): GoalQuarter => {
    const label = bucketsOf({ from, to }, "quarter")[0]?.label ?? from;
    const begun = from <= today;
    const current = begun && today < to;
    const value = begun && key ? (counted[key]?.[label] ?? null) : null;
    const pace = current && key && addsUp(key) ? paceOf({ from, to }, today) : null;
    const better = key ? metricOf(key).better : null;
    const judged = begun
      ? judge({ value, target, better, pace, missing: "nothing to divide by in this quarter" })
      : null;
    return {
      label,
      target: textOf(measured, target, currency),
      typed: typedOf(measured, target),
      value: value === null ? null : textOf(measured, value, currency),
      status: judged?.status ?? null,
      says: judged?.says ?? "not begun",
      current,
    };
  });
  const judged = quarters.find(({ current }) => current) ?? quarters.filter(({ status }) => status).at(-1);
  return {
    id: goal.id,
    title: goal.title,
    metric: goal.metric,
    label: labelOf({ metric: goal.metric, name: null }),
    owners: `${goal.staffOwner ?? programName} and ${goal.partnerOwner ?? partnerName}`,
    status: judged?.status ?? "no_data",
    says: judged ? `${judged.label}: ${judged.says}` : "the plan has not begun",
    quarters,
  };
}

/** What the forms of a plan offer: metrics that both sides see, owners of each side and of both. */
export function planOptions({
  owners,
  partner,
}: {
  owners: readonly { id: string; name: string; kind: "staff" | "partner" }[];
  partner: { name: string };
}) {
  const of = (kind: "staff" | "partner") =>
    owners.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name }));
  const metrics = metricKeys
    .filter((key) => metricOf(key).partnerSees)
    .map((key) => ({ value: key, label: metricOf(key).label }));
  const [staff, people] = [of("staff"), of("partner")];
  const all = [...staff, ...people.map(({ value, label }) => ({ value, label: `${label}, ${partner.name}` }))];
  return { metrics, staff, partner: people, owners: all };
}
