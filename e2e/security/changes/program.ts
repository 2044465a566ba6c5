import { randomUUID } from "node:crypto";
import { invent, sessionOf, sql } from "../attacker";
import type { Stage, Step } from "./step";

/** Announcements, applications, segments, figures by hand, jobs and how long the use of pages is known. */
export async function* program({ tag, a }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const title = `News ${tag}`;
  yield { action: "publish", page: "/announcements/new", form: { title, body: "Something is new", expiresOn: "" } };
  const [news] = await db`select id from announcements where title = ${title}`;
  const announcementId = news?.id as string;
  yield { action: "announcements/actions.ts read", as: "partner_admin", page: "/home", form: { announcementId } };
  yield {
    action: "announcements/actions.ts withdraw",
    page: `/announcements/${announcementId}`,
    form: { announcementId },
  };
  await db`delete from announcements where id = ${announcementId}`;

  const [asked] =
    await db`insert into applications (state, company, country, type, contact_name, contact_email, sells, confirmed_at, due_at)
    values ('submitted', ${`Applicant ${tag}`}, 'Spain', 'reseller', 'Ann', ${`applicant-${tag}@gmail.com`}, 'They sell to factories', now(), now()) returning id`;
  const decision = { applicationId: asked?.id as string, decision: "reject", reason: "Not now", existingId: "" };
  yield { action: "applications/actions.ts decide", page: `/applications/${asked?.id}`, form: decision };
  await db`delete from applications where id = ${asked?.id}`;

  yield* segments(tag);

  const entryId = randomUUID();
  const cost = { what: "cost", partner: a.name, kind: "support", amount: "12.50", currency: "USD", on: "2026-01-05" };
  yield {
    action: "facts/actions.ts enter",
    as: "finance",
    page: "/facts",
    form: { entryId, source: "A bill", ...cost },
  };
  yield { action: "takeBack", as: "finance", page: "/facts", form: { entryId, why: "Another partner's" } };
  await db`delete from entered_facts where id = ${entryId}`;

  yield { action: "runJob", page: "/admin/jobs", form: { job: "standings" } };
  const [dead] =
    await db`insert into jobs (name, status, error, tried) values ('standings', 'dead', 'a fault', 5) returning id`;
  yield { action: "retryJob", page: "/admin/jobs", form: { letter: String(dead?.id) } };
  await db`delete from jobs where id = ${dead?.id}`;
  const [days] = await db`select usage_days from settings`;
  yield { action: "saveUsageDays", page: "/admin/adoption", form: { days: "777" } };
  await db`update settings set usage_days = ${days?.usage_days}`;
}

async function* segments(tag: string): AsyncGenerator<Step> {
  const db = await sql();
  const name = `Segment ${tag}`;
  yield { action: "keepSegment", page: "/segments", form: { name, sharing: "own", query: "tier=gold" } };
  const [view] = await db`select id from saved_views where name = ${name}`;
  const renamed = { view: view?.id as string, name: `${name} again`, sharing: "own", query: "tier=platinum" };
  yield { action: "renewSegment", page: "/segments", form: renamed };
  yield { action: "dropSegment", page: "/segments", form: { view: view?.id as string } };
}

/** Tiers: criteria, values, measuring everybody, and changes of tier of a partner that exists for them alone. */
export async function* tiers({ tag, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const [partner] = await db`insert into partners (name, type) values (${`Tiered ${tag}`}, 'reseller') returning id`;
  const partnerId = partner?.id as string;
  const theirs = await invent("partner_admin", partnerId);
  yield { action: "addCriterion", page: "/admin/tiers", form: { name: `Criterion ${tag}` } };
  const [criterion] = await db`select key from tier_criteria where name = ${`Criterion ${tag}`}`;
  const value = { partnerId, criterion: criterion?.key as string, value: "5", onDay: "2026-01-05", source: "Survey" };
  yield { action: "enterValue", page: `/tiers?partner=${partnerId}`, form: value };
  await db`delete from tier_values where partner_id = ${partnerId}`;
  await db`delete from tier_criteria where key = ${criterion?.key}`;
  const proposed = async (kind: "promotion" | "demotion") => {
    await db`delete from tier_moves where partner_id = ${partnerId}`;
    const [move] =
      await db`insert into tier_moves (partner_id, evaluation_id, as_of, kind, from_tier, to_tier, steps, unrated)
      values (${partnerId}, gen_random_uuid(), '2026-01-05', ${kind}, ${kind === "promotion" ? "silver" : "gold"}, ${kind === "promotion" ? "gold" : "silver"}, 1, 0) returning id`;
    return { moveId: move?.id as string };
  };
  const at = ({ moveId }: { moveId: string }) => `/tiers/reviews/${moveId}`;
  const unwanted = await proposed("promotion");
  yield { action: "tiers/actions.ts decline", page: at(unwanted), form: { ...unwanted, reason: "Not yet" } };
  const later = await proposed("promotion");
  const approval = { ...later, reason: "", effectiveOn: "2999-01-31" };
  yield { action: "tiers/actions.ts approve", page: at(later), form: approval };
  yield { action: "approveTicked", page: "/tiers/reviews", form: await proposed("promotion") };
  const down = await proposed("demotion");
  await db`update tier_moves set status = 'notice', approved_by_id = ${people.admin.id}, effective_on = '2999-01-31', appeal_until = '2999-01-15' where id = ${down.moveId}`;
  const why = { ...down, reason: "A deal was closed since" };
  yield { action: "tiers/actions.ts appeal", page: "/tiers", form: why, session: await sessionOf(theirs.id) };
  yield { action: "answerAppeal", as: "program_owner", page: at(down), form: { ...why, answer: "uphold" } };
  await db`delete from tier_moves where partner_id = ${partnerId}`;
  yield {
    action: "tiers/actions.ts evaluate",
    as: "program_owner",
    page: "/tiers/reviews",
    form: { asOf: "2026-01-05" },
  };
  await db`delete from people where id = ${theirs.id}`;
  await db`delete from partners where id = ${partnerId}`;
}
