import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "../../lib/access/roles";
import { expect, test } from "../portal";
import { actionId, isNamed, listed, listFile } from "./actions";
import {
  type Answer,
  callAction,
  type Form,
  forget,
  invent,
  linkFor,
  partners,
  root,
  type Stranger,
  sessionOf,
  sql,
} from "./attacker";
import { rooms } from "./changes/rooms";
import type { Stage, Step } from "./changes/step";
import { type Effect, effectsOf, said, withoutWorker } from "./effects";

test.describe.configure({ timeout: 600_000 });

const tag = randomBytes(4).toString("hex");
const invented: Stranger[] = [];
let workerBack: () => Promise<void>;
let a: { id: string; name: string };
let b: { id: string; name: string };
const sessions = {} as Record<Role, string>;
const callers = {} as Stage["people"];
/** What an earlier step made. */
const made = { partner: "", other: "", merge: "", tier: "", viewing: "" };

test.beforeAll(async () => {
  workerBack = await withoutWorker();
  ({ a, b } = await partners());
  for (const role of ["admin", "program_owner", "finance", "partner_admin"] as const) {
    const person = await invent(role, a.id);
    invented.push(person);
    callers[role] = person;
    sessions[role] = await sessionOf(person.id);
  }
});

test.afterAll(async () => {
  await workerBack();
  const db = await sql();
  await db`delete from people where email like ${`%${tag}%`}`;
  await forget(invented);
  await db`update tiers set archived_at = now(), rank = rank + 1000 where key = ${made.tier}`;
});

/** With ACTIONS=write the listed writes are replaced by today's, to be read before they are committed. */
test("every action makes exactly its one entry in the log and its listed changes, in one transaction, whatever else is sent", async () => {
  const found = structuredClone(listed) as unknown as Record<string, { writes: string[] }>;
  const wrong: string[] = [];
  const done = new Set<string>();
  for await (const step of steps()) {
    const name = Object.keys(listed).find((key) => isNamed(key, step.action)) as string;
    done.add(name);
    const { fields, audit } = listed[name] as (typeof listed)[string];
    const more = await everythingElse(fields);
    if (audit) {
      const undone = await withoutLog(() => call(step, more));
      wrong.push(...undone.map((each) => `${step.action} without a log: ${each}`));
    }
    const { answer, effects } = await effectsOf(() => call(step, more));
    if (answer.status >= 400) wrong.push(`${step.action}: ${answer.status} ${answer.text.slice(0, 200)}`);
    const entries = effects.filter(({ table }) => table === "audit_entries");
    const rest = effects.filter(({ table }) => table !== "audit_entries");
    const verbs = entries.map(({ after }) => after?.action);
    if (JSON.stringify(verbs) !== JSON.stringify(audit ? [audit] : []))
      wrong.push(`${step.action}: its entries are ${verbs}`);
    if (audit && entries.some(({ did }) => did !== "insert")) wrong.push(`${step.action}: changed an entry`);
    // The mail leaves by a transaction of its own, later.
    const own = effects.filter(({ table }) => table !== "mail_outbox");
    const by = new Set(own.map((each) => each.by));
    if (audit && by.size !== 1)
      wrong.push(`${step.action}: wrote in ${by.size} transactions: ${own.map((each) => `${each.table} ${each.by}`)}`);
    wrong.push(...taken(effects, fields, more).map((each) => `${step.action} took ${each}`));
    (found[name] as { writes: string[] }).writes = said(rest);
    if (process.env.ACTIONS !== "write" && JSON.stringify(said(rest)) !== JSON.stringify(listed[name]?.writes))
      wrong.push(`${step.action} wrote ${JSON.stringify(said(rest))}`);
  }
  if (process.env.ACTIONS === "write") writeFileSync(listFile, `${JSON.stringify(found, null, 2)}\n`);
  expect(wrong).toEqual([]);
  expect([...done].sort()).toEqual(
    Object.keys(listed)
      .filter((name) => listed[name]?.roles !== "everybody")
      .sort(),
  );
});

const call = ({ action, as = "admin", page, form, session }: Step, more: Form): Promise<Answer> =>
  callAction(actionId(action), page, { ...more, ...form }, { session: session ?? sessions[as] });

/** The action with a log that takes no entry: what it changed all the same. */
async function withoutLog(work: () => Promise<Answer>): Promise<string[]> {
  const db = await sql();
  await db`revoke insert on audit_entries from portal_staff, portal_partner`;
  try {
    const { answer, effects } = await effectsOf(work);
    return [...said(effects), ...(answer.status === 500 ? [] : [`answered ${answer.status}`])];
  } finally {
    await db`grant insert on audit_entries to portal_staff, portal_partner`;
  }
}

const words: Form = {
  role: "admin",
  kind: "staff",
  access: "active",
  status: "suspended",
  tier: "platinum",
  outcome: "won",
  stage: "won",
};

/** A value for every column of the database, under both ways to write its name, that a form of this action has no field for. */
async function everythingElse(fields: readonly string[]): Promise<Form> {
  const db = await sql();
  const columns = await db<{ name: string; type: string }[]>`select distinct column_name as name, data_type as type
    from information_schema.columns where table_schema = 'public'`;
  const value = (type: string) => {
    if (type === "uuid") return b.id;
    if (type === "date" || type.startsWith("timestamp")) return "2001-01-01";
    return /int|numeric/.test(type) ? "77777777" : "CANARY-EXTRA";
  };
  const all = columns.flatMap(({ name, type }) => {
    const given = words[name] ?? value(type);
    return [
      [name, given],
      [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), given],
    ] as [string, string][];
  });
  return Object.fromEntries(all.filter(([name]) => !fields.includes(name)));
}

/** Where a value that no field asked for stands in what was written. */
function taken(effects: Effect[], fields: readonly string[], more: Form): string[] {
  // Of all partners: what is measured, and a month's statements.
  const named = effects.filter(({ table }) => table !== "tier_snapshots" && table !== "statements");
  return named.flatMap(({ table, did, before, after }) =>
    Object.entries(after ?? {}).flatMap(([column, value]) => {
      if (JSON.stringify(before?.[column]) === JSON.stringify(value)) return [];
      const own = fields.some((field) => field.toLowerCase() === column.replaceAll("_", ""));
      const same = !own && value !== null && String(value).startsWith(String(more[column] ?? "\0"));
      const canary = /CANARY-EXTRA|77777777|2001-01-01/.test(JSON.stringify(value));
      return same || canary ? [`${did} ${table}.${column}: ${JSON.stringify(value)}`] : [];
    }),
  );
}

/** Each action once, with a form as its page sends it, on rows that exist for it alone. */
async function* steps(): AsyncGenerator<Step> {
  yield* people();
  yield* program();
  yield* records();
  yield* registrations();
  yield* lists();
  yield* leads();
  yield* scorecards();
  yield* plans();
  yield* imports();
  for (const room of rooms) yield* room({ tag, a, b, people: callers });
  yield* ownAccount();
}

async function* people(): AsyncGenerator<Step> {
  const db = await sql();
  const colleague = await invent("partner_member", a.id);
  const staff = await invent("executive", a.id);
  invented.push(colleague, staff);
  await sessionOf(staff.id);
  const person = staff.id;
  const invitation = (who: string) => ({
    name: `Guest ${who}`,
    email: `${who}-${tag}@partner.example`,
    role: "partner_member",
  });
  yield { action: "inviteColleague", as: "partner_admin", page: "/team", form: invitation("one") };
  yield { action: "disableColleague", as: "partner_admin", page: "/team", form: { person: colleague.id } };
  yield { action: "enableColleague", as: "partner_admin", page: "/team", form: { person: colleague.id } };
  yield { action: "invite", page: "/admin/people", form: { ...invitation("two"), partnerId: a.id } };
  yield { action: "endPersonSessions", page: `/admin/people/${person}`, form: { person } };
  yield { action: "setRole", page: `/admin/people/${person}`, form: { person, role: "finance" } };
  yield { action: "disable", page: `/admin/people/${person}`, form: { person, reason: "left the company" } };
  yield { action: "enable", page: `/admin/people/${person}`, form: { person } };
  expect(await db`select 1 from people where email like ${`%${tag}@partner.example`}`).toHaveLength(2);
}

async function* program(): AsyncGenerator<Step> {
  const db = await sql();
  const [now] =
    await db`select program_name as "programName", reporting_currency as "reportingCurrency", time_zone as "timeZone" from settings`;
  const settings = now as Form;
  yield {
    action: "changeSettings",
    page: "/admin/settings",
    form: { ...settings, programName: `Program ${tag}`, reason: "a test" },
  };
  await db`update settings set program_name = ${settings.programName as string}`;
  const [policies] = await db<{ decision_hours: number; protection_days: number }[]>`select * from settings`;
  const numbers = Object.entries(policies ?? {}).map(([name, value]) => [
    name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
    String(value),
  ]);
  const sent = Object.fromEntries(
    numbers.filter(([name]) => /Hours|Days|Policy|ADay|Review/.test(name as string)),
  ) as Form;
  yield {
    action: "savePolicies",
    page: "/admin/policies",
    form: { ...sent, protectionDays: "91", reason: "a test" },
  };
  await db`update settings set protection_days = ${policies?.protection_days as number}`;
  const [{ rank }] = (await db`select (max(rank) + 1)::text as rank from tiers`) as unknown as [{ rank: string }];
  const tier = { name: `Tier ${tag}`, rank, reason: "a test" };
  yield { action: "createTier", page: "/admin/tiers/new", form: tier };
  made.tier = `tier_${tag}`;
  const [stage] = await db`select name, probability_bp from stages where key = 'proposal'`;
  yield {
    action: "changeStage",
    page: "/admin/stages/proposal",
    form: { key: "proposal", name: `Stage ${tag}`, probability: "51", "requires.amount": "on", reason: "a test" },
  };
  await db`update stages set name = ${stage?.name}, probability_bp = ${stage?.probability_bp} where key = 'proposal'`;
  yield {
    action: "changeTier",
    page: `/admin/tiers/${made.tier}`,
    form: { ...tier, key: made.tier, name: `Changed ${tag}` },
  };
}

async function* records(): AsyncGenerator<Step> {
  const db = await sql();
  const company = (name: string) => ({
    name,
    domain: "",
    website: "",
    type: "reseller",
    tier: "",
    status: "active",
    importance: "medium",
    contractStatus: "active",
  });
  const created = async (name: string) => (await db`select id from partners where name = ${name}`)[0]?.id as string;
  yield { action: "createPartner", page: "/partners/new", form: company(`Partner ${tag}`) };
  made.partner = await created(`Partner ${tag}`);
  const [other] = await db`insert into partners (name, type) values (${`Other ${tag}`}, 'reseller') returning id`;
  made.other = other?.id;
  const change = {
    ...company(`Partner ${tag}`),
    id: made.partner,
    country: "Spain",
    reason: "a test",
    effectiveOn: "",
  };
  yield { action: "changePartner", page: `/partners/${made.partner}/edit`, form: change };
  const merge = { survivorId: made.partner, mergedId: made.other, reason: "the same company" };
  yield { action: "merge", page: "/partners/merge", form: merge };
  const [merged] = await db`select id from partner_merges where survivor_id = ${made.partner}`;
  yield {
    action: "unmerge",
    page: `/partners/${made.partner}`,
    form: { mergeId: merged?.id, reason: "two companies" },
  };
  const [deal] = await db`select id, closed_on::text as on from deals where outcome = 'won' and currency = 'USD'
      and not exists (select 1 from registrations r where r.deal_id = deals.id) order by id limit 1`;
  const correction = { dealId: deal?.id, stage: "lost", on: deal?.on, amountE4: "", reason: "it was not won" };
  yield { action: "correctDeal", page: `/deals/${deal?.id}/correct`, form: correction };
  const [open] =
    await db`insert into deals (name, stage, currency) values (${`Deal ${tag}`}, 'qualified', 'USD') returning id`;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${open?.id}, ${a.id}, 'sourcing')`;
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency)
    values (${open?.id}, now() - interval '3 days', 'qualified', 1000000, 'USD')`;
  const page = `/deals/${open?.id}`;
  yield { action: "saveNextStep", page, form: { dealId: open?.id, nextStep: "Call the buyer" } };
  yield* workOnDeal(open?.id as string);
  const move = { dealId: open?.id, shownStage: "qualified", stage: "lost", expectedCloseOn: "", reason: "the price" };
  yield { action: "moveToStage", page, form: move };
  const [owner] = await db`select id from people where email like 'jonas.%'`;
  yield { action: "assignTicked", page: "/deals", form: { deals: open?.id, owner: owner?.id } };
  await db`delete from deals where id = ${open?.id}`;
}

async function* registrations(): AsyncGenerator<Step> {
  const db = await sql();
  const [product] = await db`select id from products order by name limit 1`;
  const terms = {
    contactName: "Ann",
    contactEmail: "ann@gmail.com",
    contactTitle: "",
    need: "They replace what they have and asked us for a proposal.",
    expectedCloseOn: "2099-01-01",
  };
  const deal = {
    intent: "submit",
    customerName: `Customer ${tag}`,
    domain: "",
    country: "Spain",
    involvement: "resell",
    currency: "USD",
    "product.1": product?.id,
    "amount.1": "1000",
    ...terms,
  };
  const as = "partner_admin" as const;
  yield { action: "writeRegistration", as, page: "/registrations/new", form: deal };
  const [one] = await db`select id from registrations where customer_name = ${deal.customerName}`;
  const registrationId = one?.id as string;
  const page = `/registrations/${registrationId}`;
  const amendment = { registrationId, ...terms, contactName: "Bea", "amount.1": "500" };
  yield { action: "amend", as, page, form: amendment };
  yield { action: "addNote", page, form: { registrationId, note: "Known from the fair" } };
  const decision = { registrationId, decision: "approve", reason: "", note: "", dealId: "" };
  yield { action: "registrations/actions.ts decide", page, form: decision };
  const [until] = await db`select (protected_until + 10)::text as day from registrations where id = ${registrationId}`;
  const wish = { registrationId, until: until?.day, reason: "The budget comes later" };
  yield { action: "askForExtension", as, page, form: wish };
  const [asked] = await db`select id from registration_extensions where registration_id = ${registrationId}`;
  yield { action: "answerForExtension", page, form: { extensionId: asked?.id, answer: "approved", reason: "" } };
  yield {
    action: "registrations/actions.ts withdraw",
    as,
    page,
    form: { registrationId, reason: "They stopped the project" },
  };
  const [ticked] =
    await db`insert into registrations (partner_id, status, customer_name, keys, currency, submitted_on, submitted_at, due_at)
    values (${a.id}, 'submitted', ${`Ticked ${tag}`}, ${[`n:ticked${tag}`]}, 'USD', current_date, now(), now() + interval '2 days') returning id`;
  await db`select take_claims(${ticked?.id})`;
  const several = { registrationId: ticked?.id, decision: "approve", reason: "" };
  yield { action: "decideTicked", page: "/registrations", form: several };
  await db`delete from deals where name in (${deal.customerName}, ${`Ticked ${tag}`})`;
}

async function* lists(): AsyncGenerator<Step> {
  const db = await sql();
  const arranged = { columns: "amount", density: "dense", up: "", down: "", reset: "", query: "" };
  yield { action: "arrangeDeals", page: "/deals", form: arranged };
  const name = `View ${tag}`;
  yield { action: "keepView", page: "/deals", form: { name, sharing: "own", query: "outcome=open" } };
  const [view] = await db`select id from saved_views where name = ${name}`;
  const renamed = { view: view?.id, name: `${name} again`, sharing: "own", query: "outcome=won" };
  yield { action: "renewView", page: "/deals", form: renamed };
  yield { action: "dropView", page: "/deals", form: { view: view?.id } };
}

async function* leads(): AsyncGenerator<Step> {
  const db = await sql();
  const need = "A need";
  const customer = `Lead ${tag}`;
  yield { action: "enterLead", page: "/leads/new", form: { customerName: customer, need, currency: "USD" } };
  const [entered] = await db`select id from leads where customer_name = ${customer}`;
  const leadId = entered?.id as string;
  const page = `/leads/${leadId}`;
  const own = { as: "partner_admin", page } as const;
  yield { action: "offerToPartner", page, form: { leadId, partnerId: a.id } };
  yield { action: "acceptOffer", ...own, form: { leadId } };
  yield { action: "writeToStaff", ...own, form: { leadId, text: "A good one", rating: "4" } };
  yield { action: "noteOnLead", page, form: { leadId, text: "Thank you", rating: "", audience: "shared" } };
  const deal = { name: `Deal of ${customer}`, amountE4: "100", currency: "USD", expectedCloseOn: "2999-01-31" };
  yield { action: "openDealOfLead", ...own, form: { leadId, ...deal } };
  const standing = async (status: "offered" | "accepted") => {
    await db`update leads set status = ${status}, deal_id = null, partner_id = ${a.id}, closed_on = null where id = ${leadId}`;
    await db`delete from lead_offers where lead_id = ${leadId}`;
    await db`insert into lead_offers (lead_id, partner_id, status, answer_by, score, reasons)
      values (${leadId}, ${a.id}, ${status}, now() + interval '1 day', 1, '[]')`;
  };
  const [made] = await db`select id from deals where name = ${deal.name}`;
  await standing("accepted");
  yield { action: "linkToDeal", page, form: { leadId, dealId: made?.id } };
  await standing("accepted");
  yield { action: "giveUpLead", ...own, form: { leadId, reason: "They bought elsewhere" } };
  await standing("offered");
  yield { action: "passLeadOn", page, form: { leadId, reason: "They are away" } };
  await standing("offered");
  yield { action: "declineOffer", ...own, form: { leadId, reason: "No time" } };
  await db`delete from leads where id = ${leadId}`;
  await db`delete from deals where id = ${made?.id}`;
  await db`delete from accounts where name = ${customer}`;
}

/** Everything that belongs to an open deal. */
async function* workOnDeal(dealId: string): AsyncGenerator<Step> {
  const db = await sql();
  const [product] = await db`select id from products limit 1`;
  const products = `/deals/${dealId}/products`;
  const line = { "product.0": product?.id, "quantity.0": "2", "price.0": "10.50" };
  yield { action: "saveProducts", page: products, form: { dealId, shown: "none", setAmount: "on", ...line } };
  const page = `/deals/${dealId}/partners`;
  yield { action: "addPartner", page, form: { dealId, partnerId: b.id } };
  yield { action: "removePartner", page, form: { dealId, partnerId: b.id } };
  const shares = { [`share.${a.id}`]: "100" };
  yield { action: "agreeOnShares", page, form: { dealId, shown: "none", validFrom: "2026-01-01", ...shares } };
  const [person] = await db`select id from people where partner_id = ${a.id} and access = 'active' limit 1`;
  yield { action: "addToDeal", page, form: { dealId, personId: person?.id, part: "Sells" } };
  yield { action: "removeFromDeal", page, form: { dealId, personId: person?.id } };
  const note = { dealId, subject: "Spoke with them", body: "About the price" };
  yield { action: "writeOnDeal", as: "partner_admin", page: `/deals/${dealId}`, form: note };
  const plan = { dealId, nextStep: "Show it to their board", nextStepOn: "2998-12-01", expectedCloseOn: "2999-03-31" };
  yield { action: "planOwnDeal", as: "partner_admin", page: `/deals/${dealId}`, form: plan };
  const [file] = await db`insert into files (deal_id, name, type, size, sha256, content)
    values (${dealId}, 'x.txt', 'text/plain', 1, 'x', 'x') returning id`;
  yield { action: "removeFile", page: `/deals/${dealId}`, form: { fileId: file?.id } };
}

/** A scorecard of a partner that has none, its review, and what both find there. */
async function* scorecards(): AsyncGenerator<Step> {
  const db = await sql();
  const [owner] = await db`select id from people where kind = 'staff' and access = 'active' limit 1`;
  const [scored] = await db`insert into partners (name, type) values (${`Scored ${tag}`}, 'referral') returning id`;
  const own = { partnerId: scored?.id as string, ownerId: owner?.id as string };
  const { partnerId } = own;
  const page = `/scorecards/${partnerId}/edit`;
  yield { action: "setUpScorecard", page, form: { ...own, template: "referral", goal: "Sell together" } };
  yield { action: "changeHead", page, form: { ...own, goal: "Sell more together", cadence: "weekly" } };
  const kept = { ...own, baseline: "1", target: "2", cadence: "monthly", shared: "on" };
  const added = { layer: "outcome", metric: "new_pipeline", name: "", unit: "", better: "" };
  yield { action: "putOnScorecard", page, form: { ...kept, ...added } };
  const [metric] =
    await db`select id from scorecard_metrics where partner_id = ${partnerId} and metric = 'new_pipeline'`;
  const [manual] =
    await db`select id from scorecard_metrics where partner_id = ${partnerId} and metric is null limit 1`;
  yield { action: "changeOnScorecard", page, form: { ...kept, metricId: metric?.id, target: "3" } };
  yield { action: "takeOffScorecard", page, form: { partnerId, metricId: metric?.id } };
  const value = { partnerId, metricId: manual?.id, on: "2026-01-05", value: "7", source: "Survey" };
  yield { action: "enterOnScorecard", page, form: value };
  yield { action: "startReviewOf", page: `/scorecards/${partnerId}`, form: { partnerId } };
  const [review] = await db`select id, scorecard_id from scorecard_reviews where partner_id = ${partnerId}`;
  const reviewId = review?.id as string;
  const meeting = `/scorecards/${partnerId}/reviews/${reviewId}`;
  const decision = { reviewId, kind: "decision", text: "Meet weekly", ownerId: own.ownerId, dueOn: "2999-01-31" };
  const nothing = { metricId: "", expected: "", internalNote: "" };
  yield { action: "noteInReview", page: meeting, form: { ...decision, ...nothing, shared: "on" } };
  const [item] = await db`select id from review_items where review_id = ${reviewId}`;
  const ended = { itemId: item?.id, partnerId, reviewId, state: "done", outcome: "They met" };
  yield { action: "finishPoint", page: meeting, form: ended };
  const [unwanted] = await db`insert into review_items (review_id, scorecard_id, partner_id, kind, text)
    values (${reviewId}, ${review?.scorecard_id}, ${partnerId}, 'risk', 'A risk') returning id`;
  yield { action: "takeOutOfReview", page: meeting, form: { itemId: unwanted?.id, reviewId } };
  const closing = { reviewId, summary: "We met", noDecisionReason: "", internalNote: "" };
  yield { action: "finishReview", page: meeting, form: closing };
  await db`delete from scorecards where partner_id = ${partnerId}`;
  await db`delete from partners where id = ${partnerId}`;
}

/** A joint plan of a partner that has none; its own people mark an activity of one that is in force. */
async function* plans(): AsyncGenerator<Step> {
  const db = await sql();
  const [staff] = await db`select id from people where kind = 'staff' and access = 'active' limit 1`;
  const [planned] = await db`insert into partners (name, type) values (${`Planned ${tag}`}, 'referral') returning id`;
  const partnerId = planned?.id as string;
  const [theirs] = await db`insert into people (kind, partner_id, name, email, role, access)
    values ('partner', ${partnerId}, 'Planner', ${`planner-${tag}@partner.example`}, 'partner_admin', 'active') returning id`;
  const page = `/scorecards/${partnerId}/plan`;
  const start = { partnerId, name: `Plan ${tag}`, summary: "", internalNote: "", fromOn: "2998-01-01", months: "18" };
  yield { action: "beginPlan", page, form: start };
  const [plan] = await db`select id from joint_plans where partner_id = ${partnerId}`;
  const planId = plan?.id as string;
  const owners = { staffOwnerId: staff?.id, partnerOwnerId: theirs?.id };
  const goal = { planId, title: "Grow", metric: "sourced_revenue", ...owners, first: "100", last: "200" };
  yield { action: "putGoal", page, form: goal };
  const [made] = await db`select id from plan_goals where plan_id = ${planId}`;
  const values = Object.fromEntries([1, 2, 3, 4, 5, 6].map((value, i) => [`value.${i}`, String(value)]));
  yield { action: "changeTargets", page, form: { goalId: made?.id, ...values } };
  const activity = { planId, goalId: "", title: "Train", ownerId: staff?.id, dueOn: "2998-03-01" };
  yield { action: "putActivity", page, form: activity };
  yield { action: "takeGoalOut", page, form: { goalId: made?.id } };
  await db`insert into plan_goals (plan_id, partner_id, position, title, metric, staff_owner_id, partner_owner_id)
    values (${planId}, ${partnerId}, 0, 'Grow', 'won_deals', ${staff?.id}, ${theirs?.id})`;
  yield { action: "advancePlan", page, form: { planId, move: "agree" } };
  const [done] = await db`select id from plan_activities where plan_id = ${planId}`;
  yield { action: "markAnyActivity", page, form: { activityId: done?.id, done: "yes" } };
  await db`delete from joint_plans where id = ${planId}`;
  await db`delete from people where id = ${theirs?.id}`;
  await db`delete from partners where id = ${partnerId}`;
  const [ours] =
    await db`select id from plan_activities where partner_id = ${a.id} and side = 'partner' and done_at is null limit 1`;
  const as = "partner_admin" as const;
  yield {
    action: "markOwnActivity",
    as,
    page: `/scorecards/${a.id}/plan`,
    form: { activityId: ours?.id, done: "yes" },
  };
  await db`update plan_activities set done_at = null where id = ${ours?.id}`;
}

async function* imports(): AsyncGenerator<Step> {
  const db = await sql();
  const source = `test-${tag}`;
  const mapping = { ...JSON.parse(readFileSync(join(root, "lib/imports/sources/maven-crm.json"), "utf8")), source };
  const [batch, unwanted] = [randomUUID(), randomUUID()] as const;
  for (const id of [batch, unwanted])
    await db`insert into import_batches (id, source, mapping, status) values (${id}, ${source}, ${JSON.stringify(mapping)}::text::jsonb, 'checked')`;
  yield { action: "publishImport", page: `/imports/${batch}`, form: { batch } };
  yield { action: "revertImport", page: `/imports/${batch}`, form: { batch, reason: "a wrong file" } };
  yield { action: "discardImport", page: `/imports/${unwanted}`, form: { batch: unwanted } };
  const page = `/imports/mappings/${source}`;
  yield { action: "saveMappingText", page, form: { source: "new", batch: "", json: JSON.stringify(mapping) } };
  yield { action: "saveMappingParts", page, form: { source, batch: "" } };
  await db`delete from import_mappings where source = ${source}`;
}

async function* ownAccount(): AsyncGenerator<Step> {
  const db = await sql();
  const person = await invent("program_owner", a.id);
  invented.push(person);
  await linkFor(person.id);
  const session = await sessionOf(person.id);
  const sessionId = async (of: string) =>
    (await db`select id from sessions where person_id = ${of} order by created_at desc limit 1`)[0]?.id;
  yield {
    action: "viewAsPartner",
    session,
    page: `/partners/${a.id}/view-as`,
    form: { partner: a.id, reason: "they asked for it" },
  };
  yield { action: "stopViewing", session, page: "/home", form: {} };
  await sessionOf(person.id);
  yield { action: "endOwnSession", session, page: "/account", form: { session: await sessionId(person.id) } };
  yield { action: "signOut", session, page: "/account", form: {} };
  yield { action: "signOutEverywhere", session: await sessionOf(person.id), page: "/account", form: {} };
}
