import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { webDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/database";

const database = testDatabase();
const anything = () => `test ${randomBytes(8).toString("hex")}`;

async function attempt(key: string, most: number, seconds = 60): Promise<number> {
  const db = await webDatabase();
  const [row] = await db.execute<{ wait: number }>(sql`select count_attempt(${key}, ${most}, ${seconds}) as wait`);
  return row?.wait as number;
}

test("sec:H6 of any number at once, as many as the limit pass, and the others are told how long to wait", async () => {
  const key = anything();
  const waits = await Promise.all(Array.from({ length: 60 }, () => attempt(key, 10)));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  for (const wait of waits.filter((wait) => wait > 0)) expect(wait).toBeLessThanOrEqual(60);
});

test("sec:H6 a window starts with its first attempt, and one that was refused does not lengthen it", async () => {
  const key = anything();
  await attempt(key, 1);
  await database.sql`update attempts set ends_at = now() + interval '5 seconds' where key = ${key}`;
  expect(await attempt(key, 1)).toBeLessThanOrEqual(5);
  expect(await attempt(key, 1)).toBeLessThanOrEqual(5);
  await database.sql`update attempts set ends_at = now() where key = ${key}`;
  expect(await attempt(key, 1)).toBe(0);
  expect(await attempt(key, 1)).toBeGreaterThan(50);
  expect(await attempt(anything(), 1), "another key").toBe(0);
});

test("windows that ended long ago are swept away when another begins", async () => {
  const key = anything();
  await attempt(key, 1);
  await database.sql`update attempts set ends_at = now() - interval '2 hours' where key = ${key}`;
  await attempt(anything(), 1);
  expect(await database.sql`select 1 from attempts where key = ${key}`).toHaveLength(0);
});

test("the sign-in page's own login can count, and neither read nor forget what was counted", async () => {
  const db = await webDatabase();
  for (const role of ["portal_auth", "portal_staff", "portal_partner"])
    for (const statement of [sql`select * from attempts`, sql`delete from attempts`]) {
      const tried = db.transaction(async (tx) => {
        await tx.execute(sql`select set_config('role', ${role}, true)`);
        await tx.execute(statement);
      });
      await expect(tried).rejects.toMatchObject({ cause: { code: "42501" } });
    }
});
