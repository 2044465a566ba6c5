import "server-only";
import { sql } from "drizzle-orm";
import { apart, asLogin, withWorker } from "@/db/client";

export type PageCount = { page: string; role: string; partner: string | null; views: number };

/** Adds to how often pages were opened today, as the web login: it may do no more. */
export const countPages = (seen: readonly PageCount[]): Promise<unknown> =>
  apart(() => asLogin((db) => db.execute(sql`select count_pages(${JSON.stringify(seen)}::text::jsonb)`)));

/** Forgets which pages were used before the days that the settings say. Returns how many rows went. */
export async function prunePageViews(): Promise<number> {
  const gone = await withWorker((tx) =>
    tx.execute(
      sql`delete from page_views where "on" < program_day(now()) - (select usage_days from settings) returning 1`,
    ),
  );
  return gone.length;
}
