import postgres from "postgres";
import { closeDatabases } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { readResellerSales } from "@/db/testing/reseller-sales";
import { dataDir } from "../commands/database";
import { print, table } from "../commands/output";
import { short } from "./numbers";
import { emptyDatabase } from "./part-import";

export type ResellersOptions = { year: number; dataDir?: string; json?: boolean };

/** The reseller warehouse in a folder, imported, paid 5 % and measured for tiers, to be compared with what is known of it. */
export async function benchResellers(folder: string, { year, json }: ResellersOptions): Promise<void> {
  await ensureServer(dataDir(), { fsync: false });
  try {
    await emptyDatabase();
    const owner = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
    const found = await readResellerSales(owner, folder, year);
    await owner.end();
    const rows = [
      ["revenue", found.revenue],
      ["lines", String(found.lines)],
      ["orders", String(found.orders)],
      ["5 %, rounded per line", found.perLine],
      ["5 %, rounded per order", found.perOrder],
      [`tiers by revenue of ${year}`, Object.values(found.tiers).join(" / ")],
      ["what the proof of the ledger found", found.problems.join("; ") || "nothing"],
      ["reckoned and booked", `${short((2 * found.lines) / found.accrualSeconds)} lines/s`],
    ];
    print(json, { resellers: found }, table(["measured", "value"], rows));
    if (found.problems.length > 0) throw new Error("the ledger does not prove right");
  } finally {
    await closeDatabases();
    await stopServer(dataDir());
  }
}
