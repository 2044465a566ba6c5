import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";

/** Forgets applications whose address nobody confirmed within a week. Returns how many. Run by the worker. */
export async function forgetApplications(): Promise<number> {
  return withWorker(async (tx) => {
    const gone =
      await tx.execute(sql`delete from applications where id in (select id from applications where state = 'unconfirmed'
      and created_at < now() - interval '7 days' limit 1000) returning 1`);
    return gone.length;
  });
}
