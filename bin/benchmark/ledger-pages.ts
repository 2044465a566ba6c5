import { createHash, randomBytes } from "node:crypto";
import type postgres from "postgres";
import { connectionUrl } from "@/db/connection";
import { makePerson, makeSession } from "@/db/testing/people";
import { build } from "../running/build";
import { speedOf } from "./measure";
import { startWeb } from "./web";

type Asked = { partner: string; month: string; batchId: string; staff: string; seconds: number };
type Row = { what: string; value: number; unit: string };

/** The pages that stand on the ledger, each in turns with the empty page of the same run: how many times as long they take. */
export async function ledgerPages(owner: postgres.Sql, asked: Asked, say: (text: string) => void): Promise<Row[]> {
  await build(say);
  const { partner, batchId } = asked;
  const month = asked.month.slice(0, 7);
  const person = { role: "partner_admin", email: "bench@partner.example", partnerId: partner };
  const sessions = {
    staff: await signedIn(owner, asked.staff),
    partner: await signedIn(owner, await makePerson(owner, person)),
  };
  const pages = [
    { page: "incentives", role: "partner", path: "/incentives" },
    { page: "statement", role: "partner", path: `/incentives/statement?month=${month}&currency=USD` },
    { page: "incentives", role: "staff", path: "/incentives" },
    { page: "incentives of a partner", role: "staff", path: `/incentives?partner=${partner}` },
    { page: "statement", role: "staff", path: `/incentives/statement?partner=${partner}&month=${month}&currency=USD` },
    { page: "payouts", role: "staff", path: "/incentives/payouts?currency=USD" },
    { page: "a batch of everybody", role: "staff", path: `/incentives/payouts/${batchId}` },
  ] as const;
  const web = await startWeb("ledger", await connectionUrl("web"));
  const rows: Row[] = [];
  try {
    for (const page of pages) {
      const { ratioToEmpty } = await speedOf(web.url, page, sessions[page.role], asked.seconds);
      rows.push({ what: `page: ${page.page}, ${page.role}`, value: ratioToEmpty, unit: "× the empty page" });
    }
    return rows;
  } finally {
    await web.stop();
  }
}

async function signedIn(owner: postgres.Sql, personId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await makeSession(owner, personId, createHash("sha256").update(token).digest("hex"));
  return token;
}
