import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { withWorker } from "@/db/client";
import { testDatabase } from "@/db/testing/database";

testDatabase();
const canary = "CANARY-typed-by-a-person\r\n2026-01-01 ERROR a line that nobody logged";

test.each([
  ["a NUL", sql`select * from tiers where key = ${`${canary}\0`}`, "22021"],
  ["a text that is no id", sql`select * from partners where id = ${canary}::text::uuid`, "22P02"],
  ["a text that is no day", sql`select ${canary}::text::date`, "22007"],
  [
    "a key that is taken",
    sql`insert into tiers (key, name, rank) values (${canary}, 'A', 901), (${canary}, 'B', 902)`,
    "23505",
  ],
  [
    "a row that breaks a rule",
    sql`insert into people (kind, name, role) values ('staff', ${canary}, ${canary})`,
    "23514",
  ],
  ["a statement that is none", sql`selec ${canary}`, "42601"],
])("sec:A3 the error of %s tells where and why, and nothing that was typed", async (_, query, code) => {
  const error = await withWorker((tx) => tx.execute(query)).then(
    () => "nothing was refused",
    (refused: unknown) => refused,
  );
  const printed = inspect(error, { depth: 10 });
  expect(printed).not.toContain("CANARY");
  expect(printed).not.toContain("nobody logged");
  expect(printed).toContain("Failed query: ");
  expect(printed).toContain(`code: '${code}'`);
});
