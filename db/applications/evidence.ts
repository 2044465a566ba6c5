import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Comparison, compareCustomers } from "@/lib/deals/matching/compare";
import { siteOf } from "@/lib/deals/matching/domains";

/** A partner or another application that may be the same company, with the sentences that say why. For staff alone. */
export type ApplicationEvidence = Comparison & {
  kind: "partner" | "application" | "person";
  id: string;
  name: string;
  domain: string | null;
  country: string | null;
  /** Where it stands: a partner's status, an application's state. */
  state: string;
};

type Asked = { id: string; company: string; domain: string | null; country: string; contactEmail: string };
const most = 30;

/**
 * What the program knows of the company already: partners and open applications, by the rules that compare customers, and
 * whoever has the applicant's address. The strongest first.
 */
export async function findApplicationEvidence(tx: Tx, asked: Asked): Promise<ApplicationEvidence[]> {
  await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', '0.5', true)`);
  const site = siteOf(asked.domain) ?? siteOf(asked.contactEmail);
  const hosts = site
    ? `{${[site.domain, site.host, `www.${site.domain}`].map((host) => `"${host}"`).join(",")}}`
    : "{}";
  const rows = await tx.execute<Omit<ApplicationEvidence, keyof Comparison>>(sql`
    (select 'partner' as kind, id::text, name, domain, country, status as state from partners
      where merged_into_id is null and (domain = any(${hosts}::text[]) or lower(name) = lower(${asked.company}) or name % ${asked.company})
      order by domain = any(${hosts}::text[]) desc, similarity(name, ${asked.company}) desc, id limit ${most})
    union all
    (select 'application', id::text, company, coalesce(domain, contact_email), country, state from applications
      where id <> ${asked.id}::uuid and state in ('submitted', 'returned', 'rejected')
        and (domain = any(${hosts}::text[]) or lower(company) = lower(${asked.company}) or company % ${asked.company} or lower(contact_email) = lower(${asked.contactEmail}))
      order by created_at desc limit ${most})`);
  const named = { name: asked.company, domain: asked.domain ?? asked.contactEmail, country: asked.country };
  const same = rows.flatMap((row) => {
    const compared = compareCustomers(named, row);
    return compared.verdict === "different" ? [] : [{ ...row, ...compared }];
  });
  return [...(await holderOf(tx, asked.contactEmail)), ...same.sort((a, b) => weight(b) - weight(a))];
}

const weight = ({ verdict, kind, hits }: ApplicationEvidence) =>
  (verdict === "same" ? 10 : 0) + (kind === "partner" ? 4 : 0) + hits.length;

/** Whoever has the applicant's address: it cannot be invited a second time. */
async function holderOf(tx: Tx, email: string): Promise<ApplicationEvidence[]> {
  const rows = await tx.execute<{ id: string; name: string; company: string | null; country: string | null }>(sql`
    select coalesce(c.id, p.id)::text as id, p.name, c.name as company, c.country from people p left join partners c on c.id = p.partner_id
    where lower(p.email) = lower(${email}) limit 1`);
  return rows.map(({ id, name, company, country }) => ({
    kind: company ? ("partner" as const) : ("person" as const),
    id,
    name: company ?? name,
    domain: null,
    country,
    state: "known",
    verdict: "same" as const,
    hits: [
      {
        rule: "domain" as const,
        strength: "strong" as const,
        says: `The applicant's address belongs to ${name}${company ? ` of ${company}` : ", one of the staff"}.`,
      },
    ],
  }));
}
