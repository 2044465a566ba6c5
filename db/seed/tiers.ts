import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { approveMove, enterValue } from "@/db/tiers/commands";
import { evaluatePartners } from "@/db/tiers/evaluate";
import type { Requirement } from "@/lib/tiers/standing";
import { isoDay, quarterStart } from "./calendar";

const won = (atLeast: string): Requirement => ({ criterion: "sourced_revenue", atLeast, window: "trailing_12_months" });
const certified = (atLeast: string): Requirement => ({ criterion: "valid_certifications", atLeast });
const ladder: Record<string, { requirements: Requirement[]; benefits: string[] }> = {
  registered: { requirements: [], benefits: ["Partner portal and deal registration", "Product training online"] },
  silver: {
    requirements: [won("15000"), certified("1")],
    benefits: ["10 % discount on list prices", "Listed in the partner directory", "Support by mail within a day"],
  },
  gold: {
    requirements: [won("110000"), certified("2")],
    benefits: ["15 % discount on list prices", "Leads in your region", "A channel manager of your own"],
  },
  platinum: {
    requirements: [won("2000000"), certified("5"), { criterion: "custom:references", atLeast: "2" }],
    benefits: [
      "20 % discount on list prices",
      "Leads first",
      "Marketing funds by plan",
      "A seat in the partner council",
    ],
  },
};

/** What the tiers of the example program ask for and give. Tiers that ask for something already stay as they are. */
export async function seedTiers(tx: Tx): Promise<void> {
  await tx.execute(
    sql`insert into tier_criteria (key, name) values ('references', 'Customer references') on conflict do nothing`,
  );
  for (const [key, { requirements, benefits }] of Object.entries(ladder))
    await tx.execute(sql`update tiers set requirements = ${JSON.stringify(requirements)}::jsonb, benefits = ${sql.param(benefits)}::text[]
      where key = ${key} and requirements = '[]'::jsonb`);
}

/**
 * The review of the last quarter, made by the schedule: changes wait for a decision, and one lower tier is announced. After
 * everything that figures are made of.
 */
export async function seedTierReview(tx: Tx, today: number): Promise<void> {
  const [day, asOf] = [isoDay(today), isoDay(quarterStart(today) - 1)];
  await tx.execute(sql`update settings set tier_review = 'quarterly'`);
  const [mara] = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from people where email = 'mara.lind@northstar.example'`,
  );
  const by = { personId: mara?.id ?? null, name: mara?.name ?? "Seed" };
  const known = await tx.execute<{ id: string }>(
    sql`select id from partners where tier = 'platinum' and merged_into_id is null order by name`,
  );
  for (const [index, { id }] of known.entries()) {
    const value = {
      partnerId: id,
      criterion: "references",
      value: String(2 + (index % 2)),
      onDay: isoDay(today - 200),
    };
    await recordAudit(tx, by, (await enterValue(tx, by, { ...value, source: "Reference calls" }, day)).audit);
  }
  const made = await evaluatePartners(tx, { personId: null, name: "Tiers" }, { asOf, today: day, scheduled: true });
  if (made) await recordAudit(tx, { personId: null, name: "Tiers" }, made.audit);
  const [down] = await tx.execute<{
    id: string;
  }>(sql`select m.id from tier_moves m join partners p on p.id = m.partner_id
    where m.kind = 'demotion' and m.status = 'proposed' order by (p.name = 'Northwind Traders') desc, m.from_tier = 'gold' desc, p.name limit 1`);
  if (!down) return;
  const reason = "The revenue of the last twelve months is below what your tier asks for.";
  const { audit } = await approveMove(tx, by, { moveId: down.id, reason, effectiveOn: null }, day);
  await recordAudit(tx, by, audit);
}
