import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makePartner } from "@/db/testing/people";
import { accrueIncentives } from "./accrue";

const database = testDatabase();

/** When a deal was won, on which day of the program that was, and on which statement it stands. */
const edges: [instant: string, day: string, month: string][] = [
  // The year ends at eleven in UTC.
  ["2025-12-31T22:59:59Z", "2025-12-31", "2025-12-01"],
  ["2025-12-31T23:00:00Z", "2026-01-01", "2026-01-01"],
  // The clock goes forward on the 29th: the month ends at ten in UTC.
  ["2026-03-28T23:00:00Z", "2026-03-29", "2026-03-01"],
  ["2026-03-31T21:59:59Z", "2026-03-31", "2026-03-01"],
  ["2026-03-31T22:00:00Z", "2026-04-01", "2026-04-01"],
  // Half past two comes twice on the 26th.
  ["2025-10-26T00:30:00Z", "2025-10-26", "2025-10-01"],
  ["2025-10-26T01:30:00Z", "2025-10-26", "2025-10-01"],
  ["2025-10-31T23:00:00Z", "2025-11-01", "2025-11-01"],
  // A leap day.
  ["2024-02-29T22:59:59Z", "2024-02-29", "2024-02-01"],
  ["2024-02-29T23:00:00Z", "2024-03-01", "2024-03-01"],
];

it("sec:P8 books a sale at the edge of a period on one day, that of the program's own clock, and in one statement", async () => {
  const { sql } = database;
  await sql`update settings set time_zone = 'Europe/Berlin'`;
  await makePlan(sql, await makeTwo(sql), { basis: "close", validFrom: "2020-01-01" });
  const partner = await makePartner(sql, "At the edge");
  for (const [instant] of edges) {
    const [deal] =
      await sql`insert into deals (name, stage, currency) values (${instant}, 'prospecting', 'USD') returning id`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${partner}, 'sourcing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, ${instant}, 'won', 10000000, 'USD')`;
  }
  await accrueIncentives();
  const booked =
    await sql`select e.what, e.event_on::text as day, e.statement_month::text as month, count(*)::int as times, sum(e.amount_minor)::int as sum
    from earnings e where e.partner_id = ${partner} group by 1, 2, 3`;
  const told = new Map(booked.map((row) => [row.what, [row.day, row.month, row.times, row.sum]]));
  expect(edges.map(([instant]) => [instant, ...(told.get(instant) ?? [])])).toEqual(
    edges.map((edge) => [...edge, 1, 5_000]),
  );
  expect(booked).toHaveLength(edges.length);
});
