import "server-only";
import { and, asc, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { accounts, deals, partnerDeals, products } from "@/db/deals/schema";
import { kept } from "@/db/metrics/answers";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import { wordsOf } from "@/db/words";
import type { Viewer } from "@/lib/access/viewer";

/** What of the filter has choices of its own: those chosen, and the partners that a part of a name fits. */
type Chosen = { partner: string[]; account: string[]; company: string };

/** The words that the choices of the deals' filter offer, from the rows that the viewer may see. */
export function dealFilterOptions(viewer: Viewer, chosen: Chosen, now = new Date()) {
  return withViewer(viewer, async (tx) => {
    const [words, accountNames, more] = await Promise.all([
      readWords(tx, viewer, now),
      chosen.account.length > 0 ? accountsOf(tx, viewer, chosen.account) : [],
      viewer.kind === "staff" ? forStaff(tx, chosen) : { owners: [], partners: [] },
    ]);
    return { ...words, accounts: accountNames, ...more };
  });
}

const accountsOf = (tx: Tx, viewer: Viewer, ids: string[]) =>
  tx
    .select({ value: accounts.id, label: accounts.name })
    .from(accounts)
    .where(and(sql`${accounts.id} = ${named(ids)}`, scope(viewer, accounts)))
    .limit(50);

const named = (ids: string[]) => sql`any(${`{${ids.join(",")}}`}::uuid[])`;

type Words = { industries: string[]; families: string[]; regions: string[] };

/** For a partner as kept since the last change: its industries are read from all its deals. */
function readWords(tx: Tx, viewer: Viewer, now: Date): Promise<Words> {
  if (viewer.kind === "staff")
    return wordsIn(tx, viewer, wordsOf(accounts.industry), wordsOf(partners.region, isNull(partners.mergedIntoId)));
  const own = sql`(select coalesce(array_agg(distinct industry order by industry), '{}') from ${partnerDeals} where industry is not null and ${scope(viewer, partnerDeals)})`;
  return kept(viewer, { name: "deal words", question: null, now }, (counting) =>
    wordsIn(counting, viewer, own, sql`'{}'::text[]`),
  );
}

async function wordsIn(tx: Tx, viewer: Viewer, industries: SQL, regions: SQL): Promise<Words> {
  const [words] = await tx.execute<Words>(
    sql`select ${industries} as industries, ${wordsOf(products.family)} as families, ${regions} as regions where ${scope(viewer, products)}`,
  );
  return words ?? { industries: [], families: [], regions: [] };
}

/** Who owns deals and names of partners exist for staff alone. */
async function forStaff(tx: Tx, { partner, company }: Chosen) {
  const [owners, found] = await Promise.all([
    tx
      .select({ value: people.id, label: people.name })
      .from(people)
      .where(and(isNull(people.partnerId), sql`exists (select 1 from deals where ${deals.ownerId} = ${people.id})`))
      .orderBy(asc(people.name))
      .limit(500),
    partner.length > 0 || company ? partnersOf(tx, partner, company) : [],
  ]);
  return { owners, partners: found };
}

const partnersOf = (tx: Tx, chosen: string[], company: string) =>
  tx
    .select({ value: partners.id, label: partners.name })
    .from(partners)
    .where(
      and(
        isNull(partners.mergedIntoId),
        or(sql`${partners.id} = ${named(chosen)}`, company ? ilike(partners.name, containing(company)) : undefined),
      ),
    )
    .orderBy(asc(sql`lower(${partners.name})`))
    .limit(50);
