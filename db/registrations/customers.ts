import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { blocksOf } from "@/lib/deals/matching/candidates";
import { readCustomer } from "@/lib/deals/matching/customer";

/** So many customers are read in one transaction: a fraction of a second. */
const mostAtOnce = 5_000;

type Unread = { id: string; name: string; domain: string | null; country: string | null; parent: string | null };

/**
 * Reads what customers are found by, of accounts and registrations that came or are called otherwise. Those that nobody
 * has read yet are found by likeness meanwhile (`findEvidence`). Returns how many were read.
 */
export async function readCustomers(): Promise<number> {
  let read = 0;
  for (;;) {
    const now = await withWorker(readSome);
    read += now;
    if (now < mostAtOnce) return read;
  }
}

async function readSome(tx: Tx): Promise<number> {
  const unread = await tx.execute<Unread>(sql`
    with unread as (select id from customer_blocks where blocks is null order by kind, id limit ${mostAtOnce} for update skip locked)
    select s.id::text, coalesce(a.name, r.customer_name, '') as name, coalesce(a.domain, r.domain, r.contact_email) as domain,
      coalesce(a.country, r.country) as country, p.name as parent
    from unread s left join accounts a on a.id = s.id left join accounts p on p.id = a.parent_id left join registrations r on r.id = s.id`);
  if (unread.length === 0) return 0;
  const found = unread.map((customer) => ({ id: customer.id, blocks: blocksOf(readCustomer(customer)).filed }));
  await tx.execute(sql`update customer_blocks c set blocks = array(select jsonb_array_elements_text(f.blocks))
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f(id uuid, blocks jsonb) where c.id = f.id`);
  return unread.length;
}
