import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { readCustomers } from "@/db/registrations/customers";
import { CandidateIndex } from "@/lib/deals/matching/candidates";
import { readCustomer } from "@/lib/deals/matching/customer";
import { siteOf } from "@/lib/deals/matching/domains";
import {
  type Contact,
  type Hit,
  type Likely,
  likelyCompanies,
  likelyPeople,
  type PairKind,
} from "@/lib/quality/duplicates";

type Company = { id: string; name: string; domain: string | null; country: string | null; parent: string | null };
type Pair = Likely & { one: string; other: string };
/** What an import offered for merge, or somebody called different since. */
type Offer = { one: string; other: string; reason: string; dismissed: boolean };

/** More records than this on one domain say nothing about any two of them: it is a host, not a company. */
const mostOnOneDomain = 5;
/** A block that more customers share tells too little to compare them all. */
const mostInOneBlock = 12;

/** Looks for partners, customers and contacts that may be one. Pairs that somebody called different stay so. Returns how many are new. */
export async function findDuplicatePairs(): Promise<number> {
  // Customers that nobody has read yet share no block with others.
  await readCustomers();
  let found = 0;
  for (const [kind, look] of Object.entries(looks) as [PairKind, (typeof looks)[PairKind]][])
    found += await withWorker(async (tx) => {
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtext('duplicates')), set_config('statement_timeout', '0', true)`,
      );
      return keepPairs(tx, kind, await look(tx));
    });
  return found;
}

const looks: Record<PairKind, (tx: Tx) => Promise<Pair[]>> = {
  partner: partnerPairs,
  account: accountPairs,
  person: personPairs,
};

async function partnerPairs(tx: Tx): Promise<Pair[]> {
  const [rows, offers] = await Promise.all([
    tx.execute<Company>(
      sql`select id, name, coalesce(domain, website) as domain, country, null as parent from partners where merged_into_id is null order by id`,
    ),
    tx.execute<Offer>(sql`select partner_id as one, other_id as other, min(reason) as reason, bool_or(dismissed_at is not null) as dismissed
      from partner_duplicates group by 1, 2`),
  ]);
  const said = new Map(offers.map((offer) => [`${offer.one} ${offer.other}`, offer]));
  const partners = withoutHosts(rows);
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const index = new CandidateIndex(partners);
  const pairs = new Map<string, Pair>();
  const judge = (a: Company, b: Company) => {
    const [one, other] = a.id < b.id ? [a, b] : [b, a];
    const key = `${one.id} ${other.id}`;
    const offer = said.get(key);
    if (pairs.has(key) || offer?.dismissed) return;
    const more: Hit[] = offer ? [{ rule: "key", strength: "strong", says: `An import said so: ${offer.reason}.` }] : [];
    const likely = likelyCompanies(readCustomer(one), readCustomer(other), more);
    if (likely) pairs.set(key, { one: one.id, other: other.id, ...likely });
  };
  for (const partner of partners)
    for (const { customer } of index.of(readCustomer(partner)))
      if (customer.id !== partner.id) judge(partner, customer);
  for (const { one, other } of offers) {
    const [a, b] = [byId.get(one), byId.get(other)];
    if (a && b) judge(a, b);
  }
  return [...pairs.values()];
}

/** A domain of many is left out of the comparison. */
function withoutHosts(companies: readonly Company[]): Company[] {
  const sites = companies.map(({ domain }) => siteOf(domain)?.domain);
  const counts = new Map<string, number>();
  for (const site of sites) if (site) counts.set(site, (counts.get(site) ?? 0) + 1);
  return companies.map((company, n) =>
    (counts.get(sites[n] ?? "") ?? 0) > mostOnOneDomain ? { ...company, domain: null } : company,
  );
}

/** The database offers customers that share a block of those they are found by (`readCustomers`); the comparison judges. */
async function accountPairs(tx: Tx): Promise<Pair[]> {
  const rows = await tx.execute<Record<"one" | "other", string> & { a: Company; b: Company }>(sql`
    with filed as materialized (select c.id, regexp_replace(k, '^w:', 'p:') as block from customer_blocks c cross join unnest(c.blocks) k where c.kind = 'account'),
      few as (select block from filed group by 1 having count(*) between 2 and ${mostInOneBlock}),
      pairs as (select distinct x.id as one, y.id as other from filed x join few using (block) join filed y on y.block = x.block and y.id > x.id)
    select one, other, jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain, 'country', a.country, 'parent', p.name) as a,
      jsonb_build_object('id', b.id, 'name', b.name, 'domain', b.domain, 'country', b.country, 'parent', q.name) as b
    from pairs join accounts a on a.id = one join accounts b on b.id = other left join accounts p on p.id = a.parent_id left join accounts q on q.id = b.parent_id
    where a.parent_id is distinct from b.id and b.parent_id is distinct from a.id`);
  return rows.flatMap(({ one, other, a, b }) => {
    const likely = likelyCompanies(readCustomer(a), readCustomer(b));
    return likely ? [{ one, other, ...likely }] : [];
  });
}

async function personPairs(tx: Tx): Promise<Pair[]> {
  const rows = await tx.execute<Contact & { id: string; partnerId: string }>(sql`
    select c.id, c.name, c.phone, c.email, c.partner_id as "partnerId" from people c join partners p on p.id = c.partner_id
    where c.kind = 'partner' and c.access <> 'disabled' and p.merged_into_id is null order by c.partner_id, c.id`);
  const companies = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) companies.set(row.partnerId, [...(companies.get(row.partnerId) ?? []), row]);
  return [...companies.values()].flatMap((people) =>
    people.flatMap((one, n) =>
      people.slice(n + 1).flatMap((other) => {
        const likely = likelyPeople(one, other);
        return likely ? [{ one: one.id, other: other.id, ...likely }] : [];
      }),
    ),
  );
}

/** Makes the pairs of a kind what was found; what was called different stays so, and what is no pair any more is gone. */
async function keepPairs(tx: Tx, kind: PairKind, pairs: readonly Pair[]): Promise<number> {
  const [kept] = await tx.execute<{ found: number }>(sql`
    with found as materialized (select * from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as f(one uuid, other uuid, likely int, hits jsonb)),
      gone as (update duplicate_pairs d set gone_at = now() where d.kind = ${kind} and d.gone_at is null and not exists (select 1 from found f where f.one = d.one_id and f.other = d.other_id)),
      kept as (insert into duplicate_pairs (kind, one_id, other_id, likely, hits) select ${kind}, one, other, likely, hits from found
        on conflict (kind, one_id, other_id) do update set likely = excluded.likely, hits = excluded.hits, gone_at = null
          where (duplicate_pairs.likely, duplicate_pairs.hits) is distinct from (excluded.likely, excluded.hits) or duplicate_pairs.gone_at is not null
        returning xmax = 0 as new)
    select count(*) filter (where new)::int as found from kept`);
  return kept?.found ?? 0;
}
