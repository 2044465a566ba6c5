import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { checkQuality } from "@/db/quality/check";
import { findDuplicatePairs } from "@/db/quality/duplicates-find";

/** What is wrong with the example's data, found as it is every night, and how it was these three months. */
export async function seedQuality(): Promise<void> {
  await withWorker(plantFaults);
  await findDuplicatePairs();
  await checkQuality();
  await withWorker(async (tx) => {
    // Less was right then: each day back, a little more of what passes today failed.
    await tx.execute(sql`insert into quality_days ("on", rule, source, checked, failed)
      select d."on" - n, d.rule, d.source, d.checked, least(d.checked, d.failed + round(d.checked * (n + 6 * (1 + sin(n / 5.0)) - 6) / 900.0 * (1 + hashtext(d.rule) % 3 / 4.0)))::int
      from quality_days d, generate_series(1, 89) n where d."on" = program_day(now())`);
    await tx.execute(sql`insert into quality_partner_days (partner_id, "on", score)
      select partner_id, program_day(now()) - n, greatest(0, score - (n * 7 + hashtext(partner_id::text || n) % 150)) from quality_partners, unnest(array[80, 66, 45, 31, 12]) n`);
    await tx.execute(
      sql`update quality_findings set seen_at = now() - make_interval(days => 1 + abs(hashtext(id::text)) % 60, mins => abs(hashtext(name)) % 600)`,
    );
  });
}

const feed = { source: "weekly-crm", label: "CRM, weekly", batch: "5eed0000-0000-4000-8000-0000000000" };

/** What a program has: a source that stopped sending, a doubled customer and contacts, addresses where domains belong. */
async function plantFaults(tx: Tx): Promise<void> {
  await tx.execute(sql`insert into import_batches (id, source, mapping, status, files, counts, created_at, published_at)
    select (${feed.batch} || lpad(n::text, 2, '0'))::uuid, ${feed.source}, ${JSON.stringify({ source: feed.source, label: feed.label, files: {}, feeds: [] })}::jsonb, 'published',
      jsonb_build_array(jsonb_build_object('file', 'deals', 'name', 'deals.csv', 'bytes', 90000, 'rows', 1180 + n * 9, 'sha256', '', 'header', '[]'::jsonb)),
      jsonb_build_object('created', 12 + n, 'changed', 40 + n * 3 % 17, 'unchanged', 1100, 'quarantined', n % 4), now() - make_interval(days => 19 + 7 * n, mins => 4), now() - make_interval(days => 19 + 7 * n)
    from generate_series(0, 8) n`);
  for (const [entity, table] of [
    ["deal", "deals"],
    ["account", "accounts"],
  ] as const)
    await tx.execute(sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id)
      select ${feed.source}, ${entity}, 'crm-' || n, id, 'seed', (${feed.batch} || '00')::uuid from (select id, row_number() over (order by id) as n from ${sql.identifier(table)}) t where n % 5 < 3`);
  await tx.execute(
    sql`update partners set domain = 'https://www.' || domain || '/partners' where id in (select id from partners where domain is not null and status = 'active' order by md5(id::text) limit 3)`,
  );
  await tx.execute(
    sql`update accounts set industry = null where id in (select id from accounts order by md5(id::text) limit 23)`,
  );
  // A customer that two partners brought under two names: its youngest deals hang on the second.
  await tx.execute(sql`with first as (select a.id, a.name, a.domain, a.country, a.region from accounts a join deals d on d.account_id = a.id where a.domain is not null group by a.id having count(*) >= 6 order by count(*), a.id limit 2),
      twins as (insert into accounts (name, domain, country, region) select upper(name) || ' Ltd.', 'www.' || domain, country, region from first returning id, name)
    update deals d set account_id = t.id from first f join twins t on t.name = upper(f.name) || ' Ltd.'
    where d.id in (select id from deals where account_id = f.id order by (outcome = 'won') desc, opened_on desc nulls last, id limit 2)`);
  await tx.execute(sql`insert into people (kind, partner_id, name, title, phone, reviewed_on)
    select 'partner', partner_id, left(name, 1) || '. ' || substring(name from '[^ ]+$'), title, phone, program_day(now()) - 130
    from (select distinct on (p.id) c.* from people c join partners p on p.id = c.partner_id where p.status = 'active' and p.merged_into_id is null and c.access = 'active' and c.name ~ ' ' order by p.id, c.id) c
    order by md5(id::text) limit 4`);
}
