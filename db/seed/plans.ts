import { isoDay, isoInstant, quarterStart } from "./calendar";
import { partnerCast } from "./cast";
import type { Row } from "./insert";
import type { Partner } from "./partners";
import { random } from "./random";

type Goal = { title: string; metric: string; first: number; step: number; places: number };
const quarters = 8;

const goals: Goal[] = [
  {
    title: "Half a million a quarter from customers that Northwind brings",
    metric: "sourced_revenue",
    first: 360_000,
    step: 20_000,
    places: 0,
  },
  { title: "Win every second deal that both sides accepted", metric: "win_rate", first: 0.42, step: 0.012, places: 3 },
  { title: "Thirty new registrations a quarter", metric: "registrations", first: 16, step: 2, places: 0 },
];

const activities: {
  side: "program" | "partner";
  title: string;
  quarter: number;
  days: number;
  done?: boolean;
  goal: number | null;
}[] = [
  {
    side: "program",
    title: "Train four sellers of Northwind on the data platform",
    quarter: -2,
    days: 40,
    done: true,
    goal: 1,
  },
  {
    side: "partner",
    title: "Name a technical lead for the ten target accounts",
    quarter: -2,
    days: 60,
    done: true,
    goal: 0,
  },
  {
    side: "partner",
    title: "Bring the account plans of the ten target accounts",
    quarter: -1,
    days: 45,
    done: true,
    goal: 0,
  },
  { side: "program", title: "Publish the joint reference story", quarter: -1, days: 80, goal: 2 },
  { side: "partner", title: "Two more engineers take the architect certification", quarter: 0, days: 60, goal: 1 },
  { side: "program", title: "Decide on funds for the spring campaign", quarter: 0, days: 75, goal: 2 },
  { side: "partner", title: "Host the customer day in Seattle", quarter: 1, days: 50, goal: null },
];

/** Northwind's plan in force since three quarters, and one that staff are still writing with Contoso. */
export function planRows(partners: Partner[], today: number) {
  const chance = random("plans");
  const made = {
    joint_plans: [] as Row[],
    plan_goals: [] as Row[],
    plan_targets: [] as Row[],
    plan_activities: [] as Row[],
  };
  const [northwind, contoso] = [partnerCast.northwind, partnerCast.contoso].map((name) =>
    partners.find((one) => one.name === name),
  );
  if (northwind) addPlan(northwind, today, made, chance);
  if (contoso)
    made.joint_plans.push({
      ...planRow(contoso, chance.uuid(), quarterStart(today, 1), today - 12),
      name: "Growing together in northern Germany",
      summary: "A first plan, to be talked over with Carla Mendes.",
      internal_note: "Offer the second training only if they name a full-time engineer.",
    });
  return made;
}

function planRow({ id, managerId }: Partner, planId: string, from: number, made: number): Row {
  return {
    id: planId,
    partner_id: id,
    name: "",
    summary: "",
    from_on: isoDay(from),
    to_on: isoDay(quarterStart(from, quarters)),
    state: "draft",
    internal_note: null,
    created_at: isoInstant(made, 600),
    created_by_id: managerId,
    agreed_at: null,
  };
}

function addPlan(
  partner: Partner,
  today: number,
  made: ReturnType<typeof planRows>,
  chance: ReturnType<typeof random>,
): void {
  const from = quarterStart(today, -3);
  const planId = chance.uuid();
  const people = partner.people.filter(({ signsIn }) => signsIn);
  made.joint_plans.push({
    ...planRow(partner, planId, from, from - 20),
    name: "Ten retailers in two years",
    summary: "Win the ten largest retailers of the west coast together.",
    state: "agreed",
    agreed_at: isoInstant(from + 8, 900),
    internal_note: "Platinum benefits are tied to the revenue goal.",
  });
  const ids = goals.map((goal, position) => {
    const id = chance.uuid();
    const owner = people[position % people.length]?.id as string;
    made.plan_goals.push({
      id,
      plan_id: planId,
      partner_id: partner.id,
      position,
      title: goal.title,
      metric: goal.metric,
      staff_owner_id: partner.managerId,
      partner_owner_id: owner,
    });
    for (let q = 0; q < quarters; q++)
      made.plan_targets.push({
        id: chance.uuid(),
        goal_id: id,
        partner_id: partner.id,
        from_on: isoDay(quarterStart(from, q)),
        to_on: isoDay(quarterStart(from, q + 1)),
        value: (goal.first + goal.step * q).toFixed(goal.places),
      });
    return id;
  });
  for (const [i, { side, title, quarter, days, done, goal }] of activities.entries()) {
    const owner = side === "program" ? partner.managerId : (people[i % people.length]?.id as string);
    const due = quarterStart(today, quarter) + days;
    const at = done ? isoInstant(due - 6, 840) : null;
    made.plan_activities.push({
      id: chance.uuid(),
      plan_id: planId,
      goal_id: goal === null ? null : (ids[goal] as string),
      partner_id: partner.id,
      side,
      title,
      owner_id: owner,
      due_on: isoDay(due),
      done_at: at,
      done_by_id: at ? owner : null,
    });
  }
}
