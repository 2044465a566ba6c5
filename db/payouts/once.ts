import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";

type Asked = { key: string; action: string; body: unknown };

/**
 * Does what is asked for under a key once: the same again, also at the same time or after an answer that was lost, is answered as the
 * first time. Throws Refused when the key stood for something else.
 */
export async function once<Answer extends Record<string, unknown>>(
  tx: Tx,
  { key, action, body }: Asked,
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const sha256 = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  // Whoever comes second waits here until the first has committed, and finds its row.
  const [first] = await tx.execute<{ key: string }>(
    sql`insert into money_requests (key, action, body_sha256) values (${key}, ${action}, ${sha256}) on conflict (key) do nothing returning key`,
  );
  if (!first) {
    const [known] = await tx.execute<{ action: string; body_sha256: string; answer: Answer }>(
      sql`select action, body_sha256, answer from money_requests where key = ${key}`,
    );
    if (known?.action !== action || known.body_sha256 !== sha256)
      throw new Refused("This form was sent before with something else: open the page again");
    return { ...known.answer, replayed: true };
  }
  const answer = await work();
  await tx.execute(sql`update money_requests set answer = ${JSON.stringify(answer)}::text::jsonb where key = ${key}`);
  return { ...answer, replayed: false };
}
