import { sql } from "../attacker";
import type { Stage, Step } from "./step";

/** A question about a figure, asked by a partner and answered by staff. */
export async function* questions({ tag, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const partner = { as: "partner_admin" } as const;
  const question = `Is this right? ${tag}`;
  const asked = { metric: "sourced_revenue", query: "", about: "", question };
  yield { action: "questionFigure", ...partner, page: "/issues/new", form: asked };
  const [issue] = await db`select id from data_issues where question = ${question}`;
  const issueId = issue?.id as string;
  const page = `/issues/${issueId}`;
  yield { action: "addToQuestion", ...partner, page, form: { issueId, text: "And of which month?" } };
  const note = { issueId, text: "Look at the import", audience: "staff" };
  yield { action: "noteOnQuestion", page, form: note };
  yield { action: "takeQuestion", page, form: { issueId } };
  const given = { issueId, ownerId: people.finance.id, dueOn: "2999-01-31" };
  yield { action: "giveQuestion", page, form: given };
  const answer = { issueId, answer: "declined", text: "It is right", correction: "" };
  yield { action: "answerQuestion", page, form: answer };
  yield { action: "askAgain", ...partner, page, form: { issueId, text: "One deal is missing" } };
  yield { action: "closeQuestion", ...partner, page, form: { issueId } };
  await db`delete from data_issues where id = ${issueId}`;
}

/** A month that is closed and restated, and what a metric means from a day on. */
export async function* definitions(): AsyncGenerator<Step> {
  const db = await sql();
  const month = { days: "2019-01-01..2019-02-01", why: "The books are closed" };
  yield { action: "closeDays", as: "finance", page: "/periods", form: month };
  const [period] = await db`select id from closed_periods where from_on = '2019-01-01'`;
  const periodId = period?.id as string;
  const page = `/periods/${periodId}`;
  const why = { periodId, why: "A bill came late" };
  yield { action: "proposeToRestate", as: "program_owner", page, form: why };
  yield { action: "decideToRestate", as: "finance", page, form: { periodId, decision: "accept" } };
  await db`delete from closed_periods where id = ${periodId}`;

  const words = { metric: "sourced_revenue", meaning: "What partners brought", exclusions: "Nothing" };
  const roles = { owner: "finance", validator: "admin", countsFrom: "2999-01-01", why: "It was not clear" };
  const definition = "/metrics/sourced_revenue/definition";
  yield { action: "proposeDefinition", as: "program_owner", page: definition, form: { ...words, ...roles } };
  const [version] = await db`select id from metric_versions where metric = 'sourced_revenue' and status = 'proposed'`;
  const yes = { versionId: version?.id as string, decision: "approve", note: "" };
  yield { action: "decideDefinition", as: "finance", page: definition, form: yes };
  await db`delete from metric_versions where id = ${version?.id}`;
}
