import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** More partners than this on one domain say nothing about any two of them: it is a host, not a company. */
const mostOnOneDomain = 5;

const plainName = (column: SQL) =>
  sql`regexp_replace(regexp_replace(lower(${column}), '[ ,.]+(inc|ltd|llc|gmbh|ag|sa|bv|oü|corp|corporation|limited|company|co)[.]?$', ''), '[^[:alnum:]]+', '', 'g')`;

/**
 * Offers the batch's new and changed partners for merge where another partner has the same name, domain or key of the
 * source. Pairs that were offered before, or said to be different, are not offered again.
 */
export async function findDuplicates(tx: Tx, { batchId, source }: { batchId: string; source: string }): Promise<void> {
  await tx.execute(sql`with known as (select id, ${plainName(sql`name`)} as plain, lower(domain) as domain from partners where merged_into_id is null),
    fresh as (select k.* from known k join import_items i on i.entity_id = k.id
      where i.batch_id = ${batchId}::uuid and i.entity = 'partner' and i.outcome in ('created', 'changed')),
    companies as (select domain from known where domain is not null group by 1 having count(*) <= ${mostOnOneDomain}),
    found as (
      select f.id, k.id as other, 1 as n, 'same key as another record of the source' as reason
        from fresh f join external_ids a on a.entity_id = f.id and a.source = ${source} and a.entity = 'partner'
        join external_ids b on b.source = a.source and b.entity = a.entity and b.external_id = regexp_replace(a.external_id, '#[0-9]+$', '')
        join known k on k.id = b.entity_id
      union all select f.id, k.id, 2, 'same name' from fresh f join known k on k.plain = f.plain and f.plain <> ''
      union all select f.id, k.id, 3, 'same domain: ' || f.domain from fresh f join known k on k.domain = f.domain join companies c on c.domain = f.domain),
    pairs as (select distinct on (1, 2) least(id, other) as partner_id, greatest(id, other) as other_id, reason from found where id <> other order by 1, 2, n)
    insert into partner_duplicates (partner_id, other_id, reason) select p.partner_id, p.other_id, p.reason from pairs p
    where not exists (select 1 from partner_duplicates d where d.partner_id = p.partner_id and d.other_id = p.other_id)`);
}
