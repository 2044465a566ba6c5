import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { publicUrl } from "@/lib/auth/public-url";
import { hashToken, newToken, sessionCookie } from "@/lib/auth/session-cookie";
import type { ReportFormat } from "@/lib/reports/subjects";
import { printPage } from "./print";

type Asked = { personId: string; path: string; format: ReportFormat };

const mostMs = 120_000;
const mostBytes = 20_000_000;

/**
 * Reads a page or a list from the portal itself as the recipient: with a session of theirs that is made for it and ended
 * after, so that it can see exactly what they see at this moment. "denied" when the portal does not show it to them.
 */
export async function renderReport({ personId, path, format }: Asked): Promise<Buffer | "denied"> {
  const token = newToken();
  const [session] = await withWorker((tx) =>
    tx.execute<{ id: string }>(sql`insert into sessions (token_hash, person_id, via, user_agent, expires_at)
      values (${hashToken(token)}, ${personId}, 'report', 'A scheduled report', now() + interval '5 minutes') returning id`),
  );
  try {
    const address = `${publicUrl()}${path}`;
    const cookie = { name: sessionCookie(), value: token };
    const answer = await read(address, cookie, 3);
    if (answer === "denied") return answer;
    if (!answer.ok) throw new Error(`the portal answered ${answer.status}`);
    if (format === "pdf") {
      await answer.body?.cancel();
      return await printPage(address, cookie, mostMs);
    }
    const content = Buffer.from(await answer.arrayBuffer());
    if (content.length > mostBytes) throw new Error("the file is larger than 20 MB: choose fewer rows");
    return content;
  } finally {
    await withWorker((tx) => tx.execute(sql`delete from sessions where id = ${session?.id}`));
  }
}

/** Reads an address of the portal; some lists lead to a shorter one of theirs. What leads to the sign-in page is denied. */
async function read(
  address: string,
  cookie: { name: string; value: string },
  most: number,
): Promise<Response | "denied"> {
  const answer = await fetch(address, {
    headers: { cookie: `${cookie.name}=${cookie.value}` },
    redirect: "manual",
    signal: AbortSignal.timeout(mostMs),
  });
  if (answer.status === 404) return "denied";
  if (answer.status < 300 || answer.status >= 400) return answer;
  const next = new URL(answer.headers.get("location") ?? "/sign-in", address);
  if (most === 0 || next.origin !== new URL(address).origin || next.pathname.startsWith("/sign-in")) return "denied";
  return read(next.href, cookie, most - 1);
}
