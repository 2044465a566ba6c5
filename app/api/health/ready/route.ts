import { sql } from "drizzle-orm";
import { webDatabase } from "@/db/client";

const longest = 3_000;

/** Whether this process can answer people: 200 when the database does within three seconds, else 503. */
export async function GET() {
  const ready = await Promise.race([reached(), new Promise<false>((resolve) => setTimeout(resolve, longest, false))]);
  const body = { status: ready ? "ready" : "the database does not answer" };
  return Response.json(body, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}

async function reached(): Promise<boolean> {
  try {
    await (await webDatabase()).execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
