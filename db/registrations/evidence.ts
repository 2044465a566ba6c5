import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Blocks, blocksOf } from "@/lib/deals/matching/candidates";
import { type Comparison, compareCustomers } from "@/lib/deals/matching/compare";
import { type Customer, readCustomer } from "@/lib/deals/matching/customer";
import { siteOf } from "@/lib/deals/matching/domains";
import type { RegistrationStatus } from "@/lib/deals/words";

/** Something that speaks of the same customer, with the rules that say so. For staff alone. */
export type Evidence = Comparison & {
  kind: "registration" | "deal" | "account";
  id: string;
  name: string;
  domain: string | null;
  country: string | null;
  partnerId: string | null;
  partner: string | null;
  status: string;
  /** Since when it stands: submitted, opened or known. */
  since: string | null;
  amountE4: bigint | null;
  currency: string | null;
  /** Products that both name. */
  overlap: string[];
  /** Whether it holds the customer against this one now, or would be hurt by it. */
  open: boolean;
};

type Asked = Customer & { id: string; partnerId: string; keys: readonly string[]; productIds: readonly string[] };
type Sought = Asked & { blocks: Blocks };

const most = 40;

/**
 * What else is known of the customer: registrations of the last year and the deals of accounts that may be the same,
 * strongest first. The database offers those that share a block, and of what nobody has read yet (`readCustomers`) those
 * of the same site or a name alike; `compareCustomers` judges.
 */
export async function findEvidence(tx: Tx, asked: Asked): Promise<Evidence[]> {
  const sought = { ...asked, blocks: blocksOf(readCustomer(asked)) };
  const [, claims, crm] = await Promise.all([
    tx.execute(sql`select set_config('pg_trgm.similarity_threshold', '0.55', true)`),
    otherRegistrations(tx, sought),
    crmRecords(tx, sought),
  ]);
  return [...claims, ...crm]
    .flatMap((found) => {
      const compared = compareCustomers(asked, found);
      return compared.verdict === "different" ? [] : [{ ...found, ...compared }];
    })
    .sort((a, b) => weight(b) - weight(a) || (a.since ?? "").localeCompare(b.since ?? "") || a.id.localeCompare(b.id));
}

const weight = ({ verdict, open, hits, overlap }: Evidence) =>
  (verdict === "same" ? 100 : 0) +
  (open ? 40 : 0) +
  (overlap.length > 0 ? 10 : 0) +
  (hits.some(({ strength }) => strength === "strong") ? 5 : 0);

type Found = Omit<Evidence, keyof Comparison> & { parent: string | null };
type Row = Omit<Found, "amountE4"> & { amount: string | null };
const found = (row: Row): Found => ({ ...row, amountE4: row.amount === null ? null : BigInt(row.amount) });

const list = (values: readonly string[]) =>
  `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;

/** Those of one kind that share a block with the customer, what is surely shared first. */
const sharing = (kind: "account" | "registration", { strong, weak }: Blocks) => sql`
  (select id from customer_blocks where kind = ${kind} and blocks && ${list(strong)}::text[] limit ${most})
  union (select id from customer_blocks where kind = ${kind} and blocks && ${list(weak)}::text[] limit ${most})`;

async function otherRegistrations(tx: Tx, asked: Sought): Promise<Found[]> {
  const rows = await tx.execute<Row & { status: RegistrationStatus }>(sql`
    select 'registration' as kind, r.id::text, r.customer_name as name, coalesce(r.domain, r.contact_email) as domain, r.country, null as parent, r.partner_id::text as "partnerId", p.name as partner,
      r.status, r.submitted_on::text as since, r.amount_e4::text as amount, r.currency, r.status in ('submitted', 'waiting', 'returned', 'approved') as open,
      array(select distinct pr.name from registration_lines l join products pr on pr.id = l.product_id where l.registration_id = r.id and l.product_id = any(${list(asked.productIds)}::uuid[]) order by 1) as overlap
    from registrations r join partners p on p.id = r.partner_id
    where r.id in (
        (select id from registrations where keys && ${list(asked.keys)}::text[] and status <> 'draft' order by submitted_at desc limit ${most})
        union (${sharing("registration", asked.blocks)})
        union (select u.id from customer_blocks u join registrations n on n.id = u.id where u.kind = 'registration' and u.blocks is null and n.customer_name % ${asked.name}
          order by similarity(n.customer_name, ${asked.name}) desc, u.id limit ${most}))
      and r.id <> ${asked.id} and (r.status in ('submitted', 'waiting', 'returned', 'approved') or r.submitted_on > program_day(now()) - 365)`);
  return rows.map(found);
}

/** Accounts that may be this customer, each with its open deals, or its latest one. */
async function crmRecords(tx: Tx, asked: Sought): Promise<Found[]> {
  const site = siteOf(asked.domain);
  const rows = await tx.execute<Row>(sql`
    with near as (
      (select id from accounts where domain = any(${list(site ? [site.domain, site.host, `www.${site.domain}`] : [])}::text[]) limit ${most})
      union (select id from accounts where lower(name) = lower(${asked.name}) limit ${most})
      union (${sharing("account", asked.blocks)})
      union (select u.id from customer_blocks u join accounts n on n.id = u.id where u.kind = 'account' and u.blocks is null and n.name % ${asked.name}
        order by similarity(n.name, ${asked.name}) desc, u.id limit ${most}))
    select case when d.id is null then 'account' else 'deal' end as kind, coalesce(d.id, a.id)::text as id, a.name, a.domain, a.country, pa.name as parent, d.partner_id::text as "partnerId", p.name as partner,
      coalesce(s.name, 'No deal') as status, coalesce(d.opened_on, a.created_at::date)::text as since, d.amount_e4::text as amount, d.currency, coalesce(d.outcome = 'open', false) as open,
      array(select distinct pr.name from deal_lines l join products pr on pr.id = l.product_id where l.deal_id = d.id and l.product_id = any(${list(asked.productIds)}::uuid[]) order by 1) as overlap
    from near n join accounts a on a.id = n.id left join accounts pa on pa.id = a.parent_id
      left join lateral (select * from deals where account_id = a.id order by outcome <> 'open', opened_on desc nulls last, id limit 3) d on true
      left join partners p on p.id = d.partner_id left join stages s on s.key = d.stage
    where not exists (select 1 from registrations r where r.deal_id = d.id and r.id = ${asked.id})`);
  return rows.map(found);
}
