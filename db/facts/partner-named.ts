import "server-only";
import { and, asc, ilike, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { Refused } from "@/lib/errors";

export type NamedPartner = { id: string; name: string };

/** The one partner with this name, in capitals or not. Throws Refused for the field `partner`, with names that come near. */
export async function partnerNamed(tx: Tx, typed: string): Promise<NamedPartner> {
  const found = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(and(isNull(partners.mergedIntoId), ilike(partners.name, containing(typed))))
    .orderBy(asc(sql`length(${partners.name})`), asc(partners.name))
    .limit(6);
  const [one, another] = found.filter(({ name }) => name.toLowerCase() === typed.toLowerCase());
  if (one && !another) return one;
  if (another) throw new Refused(`Two partners are called ${one?.name}: merge or rename one first`, "partner");
  const near = found.slice(0, 3).map(({ name }) => name);
  throw new Refused(
    near.length ? `No partner has exactly this name. Is it ${near.join(" or ")}?` : "No partner has this name",
    "partner",
  );
}
