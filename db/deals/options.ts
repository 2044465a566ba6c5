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
      tx
        .select({ value: accounts.id, label: accounts.name })
        .from(accounts)
        .where(and(sql`${accounts.id} = ${named(chosen.account)}`, scope(viewer, accounts)))
        .limit(50),
      viewer.kind === "staff" ? forStaff(tx, chosen) : { owners: [], partners: [], regions: [] },
    ]);
    return { ...words, accounts: accountNames, ...more };
  });
}

const named = (ids: string[]) => sql`any(${`{${ids.join(",")}}`}::uuid[])`;

type Words = { industries: string[]; families: string[] };

/** For a partner as kept since the last change: its industries are read from all its deals. */
function readWords(tx: Tx, viewer: Viewer, now: Date): Promise<Words> {
  if (viewer.kind === "staff") return wordsIn(tx, viewer, wordsOf(accounts.industry));
  const own = sql`(select coalesce(array_agg(distinct industry order by industry), '{}') from ${partnerDeals} where industry is not null and ${scope(viewer, partnerDeals)})`;
  return kept(viewer, { name: "deal words", question: null, now }, (counting) => wordsIn(counting, viewer, own));
}

async function wordsIn(tx: Tx, viewer: Viewer, industries: SQL): Promise<Words> {
  const [words] = await tx.execute<Words>(
    sql`select ${industries} as industries, ${wordsOf(products.family)} as families where ${scope(viewer, products)}`,
  );
  return words ?? { industries: [], families: [] };
}

/** Who owns deals, names of partners and their regions exist for staff alone. */
async function forStaff(tx: Tx, { partner, company }: Chosen) {
  const [owners, found, [words]] = await Promise.all([
    tx
      .select({ value: people.id, label: people.name })
      .from(people)
      .where(and(isNull(people.partnerId), sql`exists (select 1 from deals where ${deals.ownerId} = ${people.id})`))
      .orderBy(asc(people.name))
      .limit(500),
    tx
      .select({ value: partners.id, label: partners.name })
      .from(partners)
      .where(
        and(
          isNull(partners.mergedIntoId),
          or(sql`${partners.id} = ${named(partner)}`, company ? ilike(partners.name, containing(company)) : undefined),
        ),
      )
      .orderBy(asc(sql`lower(${partners.name})`))
      .limit(50),
    tx.execute<{ regions: string[] }>(
      sql`select ${wordsOf(partners.region, isNull(partners.mergedIntoId))} as regions`,
    ),
  ]);
  return { owners, partners: found, regions: words?.regions ?? [] };
}
