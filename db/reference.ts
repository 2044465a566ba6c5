import type postgres from "postgres";

const stages = [
  ["prospecting", "Prospecting", 10, 1000, "open", []],
  ["qualified", "Qualified", 20, 2500, "open", []],
  ["proposal", "Proposal", 30, 5000, "open", ["amount"]],
  ["negotiation", "Negotiation", 40, 7500, "open", ["amount", "expected_close"]],
  ["won", "Won", 90, 10000, "won", ["amount"]],
  ["lost", "Lost", 99, 0, "lost", ["reason"]],
] as const;

const tiers = [
  ["registered", "Registered", 10],
  ["silver", "Silver", 20],
  ["gold", "Gold", 30],
  ["platinum", "Platinum", 40],
] as const;

/** The rows a fresh database starts with: settings (USD, UTC), stages and tiers. Rows that are there stay as they are. */
export async function seedReference(sql: postgres.Sql): Promise<void> {
  await sql`insert into settings (singleton) values (true) on conflict do nothing`;
  await sql`insert into stages ${sql(stages.map(([key, name, position, probability_bp, outcome, requires]) => ({ key, name, position, probability_bp, outcome, requires: [...requires] })))} on conflict do nothing`;
  await sql`insert into tiers ${sql(tiers.map(([key, name, rank]) => ({ key, name, rank })))} on conflict do nothing`;
}
