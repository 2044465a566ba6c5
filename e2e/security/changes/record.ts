import { invent, sql } from "../attacker";
import type { Stage, Step } from "./step";

/** What is kept about a partner: contacts, the log, tasks, contracts and its checklist. */
export async function* record({ tag, a }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const page = `/partners/${a.id}/record`;
  const own = { as: "partner_admin", page } as const;
  const partnerId = a.id;
  const colleague = await invent("partner_member", a.id);
  const contact = { part: "sales", title: "Seller", phone: "1" };
  yield { action: "reviewContact", ...own, form: { personId: colleague.id, ...contact } };
  await db`delete from people where id = ${colleague.id}`;
  const email = `contact-${tag}@partner.example`;
  yield { action: "addContact", page, form: { partnerId, name: "A contact", email, ...contact } };
  yield { action: "record-actions.ts comment", ...own, form: { partnerId, subject: `Said ${tag}`, body: "Hello" } };
  const call = { partnerId, kind: "call", subject: `Call ${tag}`, body: "", on: "2026-01-05", audience: "staff" };
  yield { action: "record-actions.ts log", page, form: call };
  await db`delete from activities where subject in (${`Said ${tag}`}, ${call.subject})`;

  const task = { partnerId, kind: "task", title: `Task ${tag}`, note: "", owner: "partner", dueOn: "2999-01-31" };
  yield { action: "addTask", page, form: task };
  const [added] = await db`select id from partner_tasks where title = ${task.title}`;
  const taskId = added?.id as string;
  yield { action: "markOwnTask", ...own, form: { taskId, done: "yes" } };
  await db`update partner_tasks set done_on = null where id = ${taskId}`;
  yield { action: "markTask", page, form: { taskId, done: "yes" } };
  await db`update partner_tasks set done_on = null where id = ${taskId}`;
  yield { action: "removeTask", page, form: { taskId } };

  const [other] = await db`insert into partners (name, type) values (${`Recorded ${tag}`}, 'reseller') returning id`;
  const theirs = { partnerId: other?.id as string };
  yield { action: "beginOnboarding", page: `/partners/${other?.id}/record`, form: theirs };
  const days = { signedOn: "2026-01-01", startsOn: "2026-01-01", endsOn: "2999-01-31" };
  const contract = { title: `Contract ${tag}`, reference: "7", note: "For us alone", ...days };
  yield { action: "addContract", page: `/partners/${other?.id}/record`, form: { ...contract, ...theirs } };
  const [made] = await db`select id from partner_contracts where title = ${contract.title}`;
  const changed = { ...contract, contractId: made?.id as string, endsOn: "2026-02-01" };
  yield { action: "changeContract", page: `/partners/${other?.id}/record`, form: changed };
  await db`delete from partner_tasks where partner_id = ${other?.id}`;
  await db`delete from partner_contracts where partner_id = ${other?.id}`;
  await db`delete from partners where id = ${other?.id}`;
}
