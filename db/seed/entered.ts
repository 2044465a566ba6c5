import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { enterFact, takeBackFact } from "@/db/facts/commands";
import { enterForm } from "@/lib/facts/form";
import { isoDay } from "./calendar";
import { partnerCast } from "./cast";
import { random } from "./random";

/** Facts of the running quarter that finance entered by hand; one was taken back. */
export async function seedEntered(tx: Tx, today: number, personId: string): Promise<void> {
  const chance = random("entered");
  const [person] = await tx.execute<{ name: string }>(sql`select name from people where id = ${personId}::uuid`);
  const actor = { personId, name: person?.name ?? "" };
  const [on, year] = [isoDay(today - 3), isoDay(today).slice(0, 4)];
  const own = { partner: partnerCast.northwind, on };
  const entries = [
    {
      what: "target",
      kind: "target",
      metric: "partner_satisfaction",
      period: year,
      value: "80",
      source: "Yearly plan",
    },
    { what: "cost", kind: "operations", amount: "4,800", currency: "EUR", on, source: "Bill of the event agency" },
    { what: "cost", kind: "enablement", amount: "1,250.00", currency: "USD", ...own, source: "Training day on site" },
    { what: "answer", kind: "pulse", score: "9", ...own, source: "Said in the quarterly call, noted by their manager" },
    { what: "answer", kind: "csat", score: "2", ...own, source: "A customer's letter" },
  ];
  await tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
  for (const entry of entries) {
    const entryId = chance.uuid();
    const { audit } = await enterFact(tx, enterForm.parse({ entryId, ...entry }), isoDay(today));
    await recordAudit(tx, actor, audit);
    if (entry.kind !== "csat") continue;
    const why = "The letter was about another partner";
    await recordAudit(tx, actor, (await takeBackFact(tx, actor, { entryId, why })).audit);
  }
  await tx.execute(sql`select set_config('app.person_id', '', true)`);
}
