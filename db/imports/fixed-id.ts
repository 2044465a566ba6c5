import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** The id of a record that has none of its own in the portal: a tier is its key, a rate its currency and day. Else null. */
export function fixedId(entity: string, payload: SQL, externalId: SQL): SQL {
  if (entity === "tier") return sql`md5('tier:' || ${externalId})::uuid`;
  if (entity === "rate") return sql`md5('rate:' || (${payload} ->> 'currency') || ':' || (${payload} ->> 'on'))::uuid`;
  return sql`null::uuid`;
}
