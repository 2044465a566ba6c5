import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { allocate, createBudget } from "@/db/funds/budgets";
import { book, lockLedger } from "@/db/incentives/ledger";
import { budgetForm, claimForm } from "@/lib/funds/form";
import { addDays, namedPeriod } from "@/lib/period";
import { partnerCast } from "./cast";

type Now = { today: string; manager: string; owner: string; finance: string };
type Asked = {
  title: string;
  activity: string;
  plan: string;
  minor: number;
  ago: number;
  lasts: number;
  pipeline?: number;
};

const proof = Buffer.from("%PDF-1.4\n% Invoice 2117: room, catering and two speakers\n");

/**
 * Funds of this half of the year as a program has them: given to the partners of the cast, a request that waits, one in claim, one
 * that was paid and one that is about to expire. Each by the steps that people take.
 */
export async function seedFunds(tx: Tx, now: Now): Promise<void> {
  const { from, to } = namedPeriod("this_quarter", now.today);
  const days = {
    startsOn: addDays(from, -92),
    endsOn: addDays(to, 30),
    decisionDays: "5",
    claimDays: "30",
    noticeDays: "21",
  };
  await as(tx, now.owner);
  const typed = { name: "Market development", currency: "USD", amount: "400000", twoPeopleOver: "15000", ...days };
  const { id: budgetId } = await createBudget(tx, budgetForm.parse(typed));
  const share = {
    name: "Growth co-op",
    currency: "USD",
    amount: "120000",
    accrual: "1.5",
    accrualFrom: from,
    accrualTo: to,
  };
  await createBudget(tx, budgetForm.parse({ ...share, ...days, startsOn: from }));
  const given = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from partners where status = 'active' and merged_into_id is null order by name in (${partnerCast.northwind}, ${partnerCast.contoso}) desc, name limit 9`,
  );
  for (const [n, { id }] of given.entries())
    await allocate(tx, {
      budgetId,
      partnerId: id,
      amount: String(n < 2 ? 30000 : 12000 + n * 1500),
      direction: "give",
    });
  const [northwind, contoso] = [
    await whoOf(tx, budgetId, partnerCast.northwind),
    await whoOf(tx, budgetId, partnerCast.contoso),
  ];
  if (!northwind || !contoso) return;

  const fair = await ask(tx, northwind, {
    title: "Hannover trade fair stand",
    activity: "event",
    plan: "Stand of 20 m² for three days with a demo of the planning suite.",
    minor: 900000,
    ago: 55,
    lasts: 3,
    pipeline: 25000000,
  });
  await approve(tx, now, fair, 800000);
  await claim(tx, northwind, fair, {
    minor: 765000,
    what: "Stand rent, transport and two demo stations",
    paid: now.finance,
    ago: 24,
  });
  await link(tx, fair, northwind.partner);
  const series = await ask(tx, northwind, {
    title: "Webinars for manufacturers",
    activity: "webinar",
    plan: "Three sessions with a customer as guest; invitations to 4,000 contacts.",
    minor: 450000,
    ago: 30,
    lasts: 12,
    pipeline: 12000000,
  });
  await approve(tx, now, series, 450000);
  await claim(tx, northwind, series, { minor: 187550, what: "Platform and speaker of the first session", ago: 1 });
  const campaign = await ask(tx, contoso, {
    title: "Spring search campaign",
    activity: "campaign",
    plan: "Search and social advertising in three cities.",
    minor: 600000,
    ago: 40,
    lasts: 20,
  });
  await approve(tx, now, campaign, 600000);
  await tx.execute(sql`update fund_requests set claim_by = ${addDays(now.today, 12)}::date where id = ${campaign}`);
  await ask(tx, contoso, {
    title: "Customer day with a plant tour",
    activity: "event",
    plan: "Forty customers, a tour of a reference plant, two workshops.",
    minor: 1150000,
    ago: 2,
    lasts: -20,
    pipeline: 30000000,
  });
  await ask(tx, northwind, {
    title: "Case study film",
    activity: "content",
    plan: "A film of three minutes at a customer's site.",
    minor: 520000,
    ago: 1,
    lasts: -30,
  });
  await tx.execute(sql`update fund_events set told_at = now() where told_at is null`);
  await as(tx, "");
}

type Who = { partner: string; person: string; allocation: string };

async function whoOf(tx: Tx, budgetId: string, name: string): Promise<Who | undefined> {
  const [row] = await tx.execute<Who>(sql`select p.id as partner, a.id as allocation,
    (select id from people where partner_id = p.id and role = 'partner_admin' order by email in ('nora.winter@northwind.example', 'carla.mendes@contoso.example') desc, name limit 1) as person
    from partners p join fund_allocations a on a.partner_id = p.id and a.budget_id = ${budgetId} where p.name = ${name}`);
  return row;
}

const as = (tx: Tx, personId: string) => tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
const days = (n: number) => sql`program_day(now()) - ${n}::int`;
const instant = (n: number) => sql`now() - make_interval(days => ${n})`;

async function ask(tx: Tx, { partner, person, allocation }: Who, a: Asked): Promise<string> {
  await as(tx, person);
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into fund_requests (partner_id, allocation_id, title, activity, plan, requested_minor, starts_on, ends_on, expected_leads, expected_pipeline_minor)
    values (${partner}, ${allocation}, ${a.title}, ${a.activity}, ${a.plan}, ${a.minor}, ${days(a.ago - 5)}, ${days(a.ago - 5 - Math.abs(a.lasts))}, 60, ${a.pipeline ?? null}) returning id`);
  const id = row?.id as string;
  await tx.execute(sql`update fund_requests set status = 'submitted' where id = ${id}`);
  await tx.execute(
    sql`update fund_requests set submitted_at = ${instant(a.ago)}, due_at = ${instant(a.ago - 5)} where id = ${id}`,
  );
  await dated(tx, id, a.ago);
  return id;
}

async function approve(tx: Tx, { manager }: Now, id: string, minor: number): Promise<void> {
  await as(tx, manager);
  await tx.execute(sql`update fund_requests set status = 'approved', approved_minor = ${minor}, decided_by_id = ${manager}, claim_by = greatest(ends_on, program_day(now())) + 30,
    reason = 'A good fit for the quarter' where id = ${id}`);
}

type Claimed = { minor: number; what: string; paid?: string; ago: number };

async function claim(
  tx: Tx,
  { partner, person }: Who,
  requestId: string,
  { minor, what, paid, ago }: Claimed,
): Promise<void> {
  await as(tx, person);
  const { last } = claimForm.parse({ requestId, amount: "1", what, last: paid ? "on" : undefined });
  const [row] = await tx.execute<{ id: string }>(
    sql`insert into fund_claims (request_id, partner_id, amount_minor, what, last) values (${requestId}, ${partner}, ${minor}, ${what}, ${last}) returning id`,
  );
  const id = row?.id as string;
  await tx.execute(sql`insert into files (fund_claim_id, partner_id, name, type, size, sha256, content)
    values (${id}, ${partner}, 'Invoice 2117.pdf', 'application/pdf', ${proof.length}, ${createHash("sha256").update(proof).digest("hex")}, ${proof})`);
  await tx.execute(sql`update fund_claims set status = 'submitted' where id = ${id}`);
  await tx.execute(
    sql`update fund_claims set submitted_at = ${instant(ago)}, due_at = ${instant(ago - 5)} where id = ${id}`,
  );
  if (!paid) return;
  await as(tx, paid);
  await lockLedger(tx);
  const posting = {
    booking: "mdf" as const,
    partnerId: partner,
    currency: "USD",
    amountMinor: BigInt(minor),
    effectKey: `claim ${id}`,
  };
  const made = await book(tx, [posting]);
  await tx.execute(
    sql`update fund_claims set status = 'approved', approved_minor = ${minor}, decided_by_id = ${paid}, transaction_id = ${made.get(posting.effectKey) ?? null}, reason = 'Complete' where id = ${id}`,
  );
  await tx.execute(sql`update fund_requests set status = 'closed' where id = ${requestId}`);
}

/** Deals that the partner sourced while the activity ran. */
const link = (tx: Tx, requestId: string, partner: string) =>
  tx.execute(sql`insert into fund_request_deals (request_id, deal_id, partner_id)
    select ${requestId}, d.id, ${partner} from deals d join deal_partners p on p.deal_id = d.id and p.role = 'sourcing' where p.partner_id = ${partner}
      and d.outcome <> 'lost' and d.opened_on >= program_day(now()) - 60 order by d.opened_on, d.id limit 4`);

/** What is written about it happened when it did. */
const dated = (tx: Tx, requestId: string, ago: number) =>
  tx.execute(sql`update fund_events set at = ${instant(ago)} where request_id = ${requestId}`);
