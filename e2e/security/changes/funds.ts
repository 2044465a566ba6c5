import { sql } from "../attacker";
import type { Stage, Step } from "./step";

/** A budget, a request of a partner, and its claim, from the first word to the money. What was booked stays. */
export async function* funds({ tag, a, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const partner = { as: "partner_admin" } as const;
  const budget = {
    name: `Budget ${tag}`,
    currency: "USD",
    amount: "1000",
    startsOn: "2026-01-01",
    endsOn: "2999-12-31",
  };
  const days = { decisionDays: "5", claimDays: "30", noticeDays: "14", twoPeopleOver: "" };
  const noShare = { accrual: "", accrualFrom: "", accrualTo: "" };
  const set = { ...budget, ...days, ...noShare };
  yield { action: "createBudget", as: "program_owner", page: "/funds/budgets/new", form: set };
  const [made] = await db`select id from fund_budgets where name = ${budget.name}`;
  const given = { budgetId: made?.id as string, partnerId: a.id, direction: "give", amount: "500" };
  yield { action: "allocate", as: "program_owner", page: `/funds/budgets/${made?.id}`, form: given };
  const [allocation] = await db`select id from fund_allocations where budget_id = ${made?.id}`;

  const when = { startsOn: "2999-01-10", endsOn: "2999-01-12" };
  const described = {
    title: `Fair ${tag}`,
    activity: "event",
    plan: "A stand",
    expectedLeads: "6",
    expectedPipeline: "",
  };
  const wish = { intent: "save", allocationId: allocation?.id as string, amount: "300", ...when, ...described };
  yield { action: "writeRequest", ...partner, page: "/funds/requests/new", form: wish };
  const [asked] = await db`select id from fund_requests where title = ${described.title}`;
  const requestId = asked?.id as string;
  const page = `/funds/requests/${requestId}`;
  const submit = () =>
    db`update fund_requests set status = 'submitted', submitted_by_id = ${people.partner_admin.id} where id = ${requestId}`;
  await submit();
  yield { action: "stepRequest", ...partner, page, form: { requestId, step: "recall" } };
  await submit();
  const yes = { requestId, decision: "approve", amount: "250", reason: "A good plan" };
  yield { action: "decideRequest", page, form: yes };
  const [deal] = await db`select deal_id as id from deal_partners where partner_id = ${a.id} order by deal_id limit 1`;
  const link = { requestId, dealId: deal?.id as string };
  yield { action: "linkDeal", ...partner, page, form: link };
  yield { action: "unlinkDeal", ...partner, page, form: link };
  yield {
    action: "amendRequest",
    ...partner,
    page,
    form: { requestId, amount: "280", ...when, reason: "A larger stand" },
  };
  yield { action: "decideAmendment", page, form: { requestId, answer: "accept", reason: "" } };

  yield {
    action: "writeClaim",
    ...partner,
    page,
    form: { requestId, amount: "200", what: `Spent ${tag}`, last: "on" },
  };
  const [claim] = await db`select id from fund_claims where what = ${`Spent ${tag}`}`;
  const claimId = claim?.id as string;
  await db`insert into files (fund_claim_id, partner_id, name, type, size, sha256, content)
    values (${claimId}, ${a.id}, 'bill.txt', 'text/plain', 1, 'x', 'x')`;
  yield { action: "stepClaim", ...partner, page: `/funds/claims/${claimId}`, form: { claimId, step: "submit" } };
  const paid = { claimId, decision: "approve", amount: "190", reason: "One bill is of another year" };
  yield { action: "decideClaim", as: "finance", page: `/funds/claims/${claimId}`, form: paid };
}
