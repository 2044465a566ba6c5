import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { isId } from "@/lib/lists/parameters";

/** The id of the partner that is given by its id or its exact name. Throws a message for people when no or several partners have it. */
export async function partnerNamed(given: string): Promise<string> {
  if (isId(given)) return given;
  const rows = await withWorker((tx) =>
    tx.execute<{ id: string }>(
      sql`select id from partners where lower(name) = lower(${given}) and merged_into_id is null`,
    ),
  );
  if (rows.length !== 1) throw new Error(`${rows.length || "no"} partners are named "${given}": give the id`);
  return (rows[0] as { id: string }).id;
}
