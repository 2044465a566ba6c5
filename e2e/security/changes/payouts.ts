import { randomUUID } from "node:crypto";
import { actionId } from "../actions";
import { callAction, sessionOf, sql } from "../attacker";
import type { Stage, Step } from "./step";

const finance = { as: "finance", page: "/incentives/payouts" } as const;
const owner = { as: "program_owner", page: "/incentives/payouts" } as const;

/** How payouts are made, a batch that is given up, and one that is paid. What was booked stays. */
export async function* payouts({ people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const policy = { currency: "CHF", minimum: "10", limit: "1000" };
  yield { action: "changePayoutPolicy", ...owner, form: policy };
  const account = { holder: "Northstar Software", iban: "DE02120300000000202051", bic: "BYLADEM1001" };
  yield { action: "changePayerAccount", ...owner, form: { currency: "CHF", ...account } };
  await db`delete from payout_policies where currency = 'CHF'`;
  const [days] = await db`select payout_hold_days as hold, statement_days as statement from settings`;
  yield { action: "changePayoutDays", ...owner, form: { payoutHoldDays: "9", statementDays: "8" } };
  await db`update settings set payout_hold_days = ${days?.hold}, statement_days = ${days?.statement}`;

  // Whoever failed or waits for nothing else: everybody who is ready.
  const everybody = () => ({ key: randomUUID(), currency: "USD" });
  const newest = async () => {
    const [batch] = await db`select id from payout_batches order by number desc limit 1`;
    return { key: randomUUID(), batchId: batch?.id as string };
  };
  const session = await sessionOf(people.finance.id);
  await callAction(actionId("preparePayouts"), finance.page, everybody(), { session });
  yield { action: "cancelPayouts", ...owner, form: await newest() };
  yield { action: "preparePayouts", ...finance, form: everybody() };
  const batch = await newest();
  yield { action: "approvePayouts", ...owner, form: { ...batch, key: randomUUID() } };
  yield { action: "sendPayouts", ...finance, form: { ...batch, key: randomUUID() } };
  const [one, ...others] = await db`select id from payouts where batch_id = ${batch.batchId} and status = 'paying'`;
  const failed = {
    ...batch,
    key: randomUUID(),
    payoutId: one?.id as string,
    outcome: "failed",
    reason: "Account closed",
  };
  yield { action: "settlePayout", ...finance, form: failed };
  const file = { file: "outcomes.csv", text: others.map(({ id }) => `${id},paid`).join("\n") };
  yield { action: "settleFromFile", ...finance, form: { ...batch, key: randomUUID(), file } };
}

/** Earnings that are due, the month's statements, and what a partner and finance say of a line. */
export async function* statements({ tag, a }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const partner = { as: "partner_admin" } as const;
  const [due] = await db`select partner_id || '_' || currency as group from earnings
    where status = 'held' and (hold_until <= program_day(now()) or amount_minor < 0) order by amount_minor desc limit 1`;
  const approvals = "/incentives/approvals";
  yield { action: "approveDueEarnings", as: "finance", page: approvals, form: { group: due?.group as string } };
  const [month] = await db`select (max(month) + interval '1 month')::date::text as next from closed_months`;
  yield { action: "closeStatements", as: "finance", page: approvals, form: { month: month?.next as string } };

  const [line] =
    await db`select id from earnings where partner_id = ${a.id} and corrects_id is null and amount_minor > 0
    and source_key not like 'correction:%' order by event_on limit 1`;
  const earningId = line?.id as string;
  const page = `/incentives/lines/${earningId}`;
  const correction = { key: randomUUID(), earningId, amount: "1.50", why: "The rate was another" };
  yield { action: "correctEarning", as: "finance", page, form: correction };
  const [open] = await db`select s.month::text as month, s.currency from statements s where s.partner_id = ${a.id}
    and not exists (select 1 from statement_confirmations c where c.statement_id = s.id)
    and not exists (select 1 from statement_questions q where q.partner_id = s.partner_id and q.month = s.month and q.currency = s.currency) order by 1 limit 1`;
  const which = { month: open?.month as string, currency: open?.currency as string };
  yield { action: "confirmOwnStatement", ...partner, page: "/incentives/statement", form: which };
  const question = `Why so little? ${tag}`;
  yield { action: "questionOwnLine", ...partner, page, form: { earningId, question } };
  await db`delete from statement_questions where issue_id in (select id from data_issues where question = ${question})`;
  await db`delete from data_issues where question = ${question}`;

  const bank = { holder: a.name, iban: "DE89370400440532013000", bic: "COBADEFF", account: "", routing: "" };
  yield { action: "changeBankDetails", ...partner, page: "/incentives/payout-details", form: bank };
  const tax = { form: "vat", country: "DE", number: "DE123456789" };
  yield { action: "changeTaxDetails", ...partner, page: "/incentives/payout-details", form: tax };
}

/** An incentive plan from its first draft to its end, by two people. */
export async function* plansOfIncentives({ tag, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const name = `Bonus ${tag}`;
  const terms = { rule: "flat", amount: "10", currency: "USD", basis: "invoice", period: "month", share: "whole" };
  const sums = { roundPer: "line", rounding: "half_even", holdDays: "0", stacking: "add", stackGroup: "", rank: "0" };
  const plan = { name, ...terms, ...sums, validFrom: "2999-01-01", validTo: "", regions: "", families: "" };
  const editor = "program_owner" as const;
  yield { action: "saveIncentivePlan", as: editor, page: "/incentives/plans/new", form: plan };
  const [made] = await db`select id from incentive_plans where name = ${name}`;
  const planId = made?.id as string;
  const writes = { as: editor, page: `/incentives/plans/${planId}` };
  const decides = { as: "finance", page: writes.page } as const;
  yield { action: "proposeIncentivePlan", ...writes, form: { planId } };
  yield { action: "returnIncentivePlan", ...decides, form: { planId } };
  await db`update incentive_plans set status = 'proposed', proposed_by_id = ${people.program_owner.id}, proposed_at = now() where id = ${planId}`;
  yield { action: "approveIncentivePlan", ...decides, form: { planId } };
  yield { action: "endIncentivePlan", ...decides, form: { planId, lastDay: "2999-06-30" } };
  yield { action: "versionIncentivePlan", ...writes, form: { planId } };
  await db`delete from incentive_plans where name = ${name} and status = 'draft'`;
}
