import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { Refused } from "@/lib/errors";
import { customers } from "./accounts";
import { dayOf, isoDay, monthStart } from "./calendar";
import { catalog } from "./catalog";
import { dealRows } from "./deal-rows";
import { ahead, dealHistory } from "./deals";
import { seedDeliveries } from "./deliveries";
import { enablementRows, visitRows } from "./enablement";
import { seedEntered } from "./entered";
import {
  contractsOf,
  engagementRows,
  familyRows,
  incentiveRows,
  integrationRows,
  satisfactionRows,
  ticketRows,
} from "./facts";
import { seedFunds } from "./funds";
import { seedGoverned } from "./governed";
import { seedIncentives } from "./incentives";
import { insertRows } from "./insert";
import { leadRows } from "./leads";
import { type Change, partnerHistory, partnerPeople, staffRows } from "./partners";
import { seedPayouts } from "./payouts";
import { ratesBetween } from "./rates";
import { seedRecords } from "./record";
import { standInLine } from "./registrations";
import { costRows, revenueRows, targetRows } from "./revenue";
import { duplicatePair } from "./roster";
import { seedScorecards } from "./scorecards";
import { seedTierReview, seedTiers } from "./tiers";

/**
 * Fills an empty database with the example program: three years up to the day of `now`, the same for the same day. One
 * transaction. Returns how many rows of each kind; throws Refused when there are partners already.
 */
export async function seedProgram(now: Date): Promise<Record<string, number>> {
  const today = dayOf(now);
  const start = monthStart(today, -36);
  return withWorker(async (tx) => {
    const [found] = await tx.execute(sql`select 1 from partners limit 1`);
    if (found)
      throw new Refused("The database holds partners already. Run `portal db reset --yes` first to start over.");
    return fill(tx, start, today);
  });
}

async function fill(tx: Tx, start: number, today: number): Promise<Record<string, number>> {
  const staff = staffRows(start);
  const { partners, rows: partnerRows, changes } = partnerHistory(start, today, staff.ids);
  const people = partnerPeople(partners, today);
  const { products, rows: productRows } = catalog(start);
  const { accounts, rows: accountRows } = customers(400, start);
  const deals = dealHistory({ start, today, partners, accounts, products, staff: staff.ids }, 2600);

  const world = { start, today, partners, deals, accounts };

  await tx.execute(sql`update settings set program_name = 'Northstar Cloud', updated_at = now()`);
  await seedTiers(tx);
  const tables = {
    fx_rates: ratesBetween(start - ahead, today),
    products: productRows,
    accounts: accountRows,
    partners: contractsOf(partners, partnerRows),
    people: [...staff.rows.map((row) => ({ ...row, partner_id: null })), ...people],
    ...dealRows(deals, today),
    ...revenueRows(deals, today),
    ...incentiveRows(world, costRows(partners, start, today)),
    targets: targetRows(deals, partners, start, today),
    ...enablementRows(partners, start, today),
    partner_families: familyRows(world),
    engagements: engagementRows(world),
    satisfaction_answers: satisfactionRows(world),
    support_tickets: ticketRows(world),
    ...integrationRows(world),
    ...leadRows({ today, partners, partnerRows, products, deals, staff: staff.ids }),
    visits: visitRows(partners, Object.values(staff.ids), start, today),
  };
  for (const [table, rows] of Object.entries(tables)) {
    await insertRows(tx, table, rows);
    // Deals of a past quarter are cut by what their partner was then.
    if (table === "partners") await replay(tx, changes);
  }
  await finish(tx, start, today);
  await seedIncentives(tx, {
    today: isoDay(today),
    owner: staff.ids.mara as string,
    finance: staff.ids.elif as string,
  });
  await seedPayouts(tx, { owner: staff.ids.mara as string, finance: staff.ids.elif as string });
  await seedFunds(tx, {
    today: isoDay(today),
    manager: staff.ids.jonas as string,
    owner: staff.ids.mara as string,
    finance: staff.ids.elif as string,
  });
  await seedTierReview(tx, today);
  const scorecards = await seedScorecards(tx, partners, today);
  await seedRecords(tx, { today, manager: staff.ids.mara as string, owner: staff.ids.mara as string });
  await seedGoverned(tx, today);
  await seedEntered(tx, today, staff.ids.elif as string);
  const { mara, jonas, viktor } = staff.ids as Record<string, string>;
  await seedDeliveries(tx, { owner: mara as string, manager: jonas as string, executive: viktor as string });
  const counts = Object.entries(tables).map(([table, rows]) => [table.replaceAll("_", " "), rows.length]);
  return { ...Object.fromEntries(counts), ...scorecards };
}

/** Lets the partners' changes happen one after the other, each on its day. */
async function replay(tx: Tx, changes: Change[]): Promise<void> {
  for (const { partnerId, day, set } of changes) {
    const on = isoDay(day);
    await tx.execute(sql`select set_config('app.effective_on', ${on}, true)`);
    await tx.execute(sql`update partners set tier = coalesce(${set.tier ?? null}, tier), status = coalesce(${set.status ?? null}, status),
      contract_status = coalesce(${set.contract_status ?? null}, contract_status),
      tier_since = case when ${set.tier ?? null}::text is null then tier_since else ${on}::date end, updated_at = ${on}::date + time '09:00' where id = ${partnerId}`);
  }
  await tx.execute(sql`select set_config('app.effective_on', '', true)`);
}

/** Dates what the database would have recorded on its day, and offers the one doubled partner for merge. */
async function finish(tx: Tx, start: number, today: number): Promise<void> {
  await tx.execute(sql`update partner_versions set recorded_at = greatest(valid_from, ${isoDay(start)}::date)`);
  await standInLine(tx);
  await tx.execute(sql`update people p set last_sign_in_at = v.last_on + time '08:30' from
    (select person_id, max("on") as last_on from visits group by 1) v where v.person_id = p.id`);
  await tx.execute(sql`insert into partner_duplicates (partner_id, other_id, reason, found_at)
    select least(a.id, b.id), greatest(a.id, b.id), 'Same name but for punctuation, same city', ${isoDay(today - 9)}::date
    from partners a, partners b where a.name = ${duplicatePair[0]} and b.name = ${duplicatePair[1]}`);
}
