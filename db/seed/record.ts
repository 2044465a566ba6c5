import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { startOnboarding } from "@/db/record/onboarding";
import { isoDay, isoInstant } from "./calendar";

type Cast = { today: number; manager: string; owner: string };

/** Partners' records as they are kept: contacts reviewed and not, contracts, interactions, tasks; applications and news. */
export async function seedRecords(tx: Tx, cast: Cast): Promise<void> {
  await seedContacts(tx, cast);
  await seedContracts(tx, cast);
  await seedTasks(tx, cast);
  await seedApplications(tx, cast);
  await seedAnnouncements(tx, cast);
}

async function seedContacts(tx: Tx, { today, manager }: Cast): Promise<void> {
  await tx.execute(sql`update people p set part = (array['main','sales','technical','marketing'])[n], reviewed_on = case when h % 7 > 0 then ${isoDay(today)}::date - 8 - h % 140 end
    from (select id, row_number() over (partition by partner_id order by created_at, id) as n, abs(hashtext(id::text)) as h from people where partner_id is not null) x
    where x.id = p.id`);
  const logged = [
    [
      4,
      "call",
      false,
      "Pricing for the renewal in the north",
      "They want a price for three years; we answer by Friday.",
    ],
    [11, "email", false, "Sent the new partner guide", null],
    [
      25,
      "meeting",
      true,
      "Prepared the quarterly review among ourselves",
      "Open point: who covers the west from July.",
    ],
    [39, "meeting", false, "Quarterly review", "Targets agreed, two joint campaigns planned."],
  ] as const;
  for (const [days, kind, internal, subject, body] of logged)
    await tx.execute(sql`insert into activities (partner_id, kind, subject, body, internal, "on", person_id)
      select id, ${kind}, ${subject}, ${body}, ${internal}, ${isoDay(today - days)}, ${manager}::uuid from partners where name in ('Northwind Traders', 'Contoso Systems')`);
}

/** Contracts that say by their days what the partner's record says: none else, or the clock would change it. */
async function seedContracts(tx: Tx, { today, owner }: Cast): Promise<void> {
  const day = sql`${isoDay(today)}::date`;
  await tx.execute(sql`insert into partner_contracts (partner_id, title, reference, signed_on, starts_on, ends_on, created_by_id)
    select id, 'Partner agreement', 'PA-' || upper(left(md5(id::text), 6)), case when contract_status <> 'proposal' then contract_signed_on end,
      case when contract_status <> 'proposal' then contract_signed_on end, contract_ends_on, ${owner}::uuid
    from partners where merged_into_id is null and ((contract_status = 'proposal' and contract_ends_on is null)
      or (contract_status = 'active' and contract_signed_on is not null and (contract_ends_on is null or contract_ends_on > ${day} + 91))
      or (contract_status = 'expiring' and contract_signed_on is not null and contract_ends_on between ${day} + 1 and ${day} + 89))`);
}

async function seedTasks(tx: Tx, { today, manager }: Cast): Promise<void> {
  const starting = await tx.execute<{ id: string; manager: string | null; on: string }>(
    sql`select id, manager_id::text as manager, joined_on::text as "on" from partners where status = 'onboarding' and joined_on is not null order by name limit 5`,
  );
  for (const { id, manager: managerId, on } of starting)
    await startOnboarding(tx, id, { managerId, today: on, by: managerId });
  await tx.execute(
    sql`update partner_tasks set done_on = due_on - 2 where step = 'welcome' and due_on < ${isoDay(today)}::date`,
  );
  const tasks = [
    ["task", "Send the list of named accounts for the campaign", "partner", 6],
    ["task", "Answer the question about the renewal price", "staff", 2],
    ["task", "Update the company's logo and description", "partner", -3],
    ["milestone", "Ten certified engineers", "partner", 60],
    ["milestone", "First joint customer story published", "staff", 35],
  ] as const;
  for (const [kind, title, side, days] of tasks)
    await tx.execute(sql`insert into partner_tasks (partner_id, kind, title, side, owner_id, due_on, created_by_id)
      select id, ${kind}, ${title}, ${side}, case when ${side} = 'staff' then manager_id end, ${isoDay(today + days)}, ${manager}::uuid
      from partners where name in ('Northwind Traders', 'Contoso Systems')`);
}

async function seedApplications(tx: Tx, { today, owner }: Cast): Promise<void> {
  const sells =
    "We advise mid-sized manufacturers and resell what we recommend; about forty projects a year, twelve consultants.";
  const rows = [
    ["Fjordlys IT", "Norway", "reseller", "Ingrid Dahl", "submitted", 1, null],
    ["Aldgate Cloud Limited", "United Kingdom", "msp", "Tom Ashdown", "submitted", 2, null],
    ["Ponte Novo Digital", "Portugal", "agency", "Rui Tavares", "submitted", 6, null],
    [
      "Kestrel Analytics",
      "Canada",
      "isv",
      "Maya Chen",
      "returned",
      4,
      "Which of your customers use our product today?",
    ],
    [
      "Quickwin Leads",
      "United States",
      "referral",
      "Sam Doe",
      "rejected",
      20,
      "We work with companies that serve their customers after the sale.",
    ],
  ] as const;
  for (const [company, country, type, contact, state, days, said] of rows) {
    const at = isoInstant(today - days, 600);
    const host = `${company.toLowerCase().replace(/[^a-z]+/g, "-")}.example`;
    const decided = state === "rejected";
    const [made] = await tx.execute<{
      id: string;
    }>(sql`insert into applications (company, domain, country, type, contact_name, contact_email, sells, state, created_at, confirmed_at, due_at, decided_at, decided_by_id)
      values (${company}, ${host}, ${country}, ${type}, ${contact}, ${`${contact.split(" ")[0]?.toLowerCase()}@${host}`}, ${sells}, ${state}, ${at}, ${at}, ${at}::timestamptz + interval '5 days',
        ${decided ? isoInstant(today - days + 2, 700) : null}, ${decided ? owner : null}) returning id`);
    await tx.execute(
      sql`insert into application_events (application_id, kind, at, person_id) values (${made?.id}, 'filed', ${at}, null)`,
    );
    if (said)
      await tx.execute(
        sql`insert into application_events (application_id, kind, text, at, person_id) values (${made?.id}, ${state}, ${said}, ${isoInstant(today - days + 2, 700)}, ${owner})`,
      );
  }
}

async function seedAnnouncements(tx: Tx, { today, owner }: Cast): Promise<void> {
  const news = [
    [
      3,
      "Registrations are decided within two days",
      "We now promise a decision on every deal registration within two working days.\n\n- What is missing is asked back once, with the list.\n- The clock stands on each registration.",
      true,
      null,
      [],
    ],
    [
      9,
      "New price list from next quarter",
      "The new price list holds from the first day of next quarter. Deals that are registered before keep today's prices until their protection ends.",
      false,
      60,
      ["gold", "platinum"],
    ],
    [40, "Spring campaign kit", "Banners, mails and a talk track for the spring campaign are ready.", false, -5, []],
  ] as const;
  for (const [days, title, body, pinned, until, tiers] of news)
    await tx.execute(sql`with a as (insert into announcements (title, body, pinned, expires_on, tiers, published_at, published_by_id)
        values (${title}, ${body}, ${pinned}, ${until === null ? null : isoDay(today + until)}, ${`{${tiers.join(",")}}`}::text[], ${isoInstant(today - days, 540)}, ${owner}) returning id, published_at)
      insert into announcement_reads (announcement_id, person_id, partner_id, read_at)
      select a.id, p.id, p.partner_id, least(now(), a.published_at + interval '1 day' * (abs(hashtext(p.id::text)) % 4 + 1)) from a, people p join partners c on c.id = p.partner_id
      where p.access = 'active' and abs(hashtext(p.id::text || ${title})) % 3 = 0 and c.name <> 'Northwind Traders' and (cardinality(${`{${tiers.join(",")}}`}::text[]) = 0 or c.tier = any(${`{${tiers.join(",")}}`}::text[]))`);
}
