import { expect, test } from "vitest";
import { customers } from "./accounts";
import { dayOf, isoDay, monthStart } from "./calendar";
import { catalog } from "./catalog";
import { dealRows } from "./deal-rows";
import { dealHistory, isOpen, wonDay } from "./deals";
import { partnerHistory, partnerPeople, staffRows } from "./partners";
import { roster } from "./roster";

const today = dayOf(new Date("2026-02-17T15:00:00Z"));
const start = monthStart(today, -36);

function program() {
  const staff = staffRows(start).ids;
  const { partners } = partnerHistory(start, today, staff);
  const people = partnerPeople(partners, today);
  const { accounts } = customers(400, start);
  const deals = dealHistory({ start, today, partners, accounts, products: catalog(start).products, staff }, 2600);
  return { deals, people, rows: dealRows(deals, today) };
}

const { deals, people, rows } = program();

test("the same day gives the same program", () => {
  expect(program().rows).toEqual(rows);
});

test("a deal's lines add up to the amount it has now, exactly", () => {
  for (const deal of deals) {
    const sum = deal.lines.reduce((total, line) => total + line.amountE4, 0n);
    expect(deal.steps.at(-1)?.amountE4, deal.name).toBe(sum);
  }
});

test("nothing has happened on or after the day of the seed, and each step comes after the one before", () => {
  for (const { steps } of deals) {
    expect(steps.every((step, i) => step.day < today && (i === 0 || step.day > (steps[i - 1]?.day ?? 0)))).toBe(true);
  }
  expect(rows.activities.every((activity) => String(activity.on) < isoDay(today))).toBe(true);
});

test("the program has open, won, lost and stalled deals, and the quarter of the day has wins", () => {
  const open = deals.filter(isOpen).length / deals.length;
  expect(open).toBeGreaterThan(0.15);
  expect(open).toBeLessThan(0.4);
  expect(deals.filter((deal) => deal.stalled).length).toBeGreaterThan(50);
  expect(deals.filter((deal) => (wonDay(deal) ?? 0) >= monthStart(today, -1)).length).toBeGreaterThan(10);
});

test("no two people have one address, and every partner of the roster has people", () => {
  const addresses = people.map((person) => String(person.email).toLowerCase());
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(new Set(people.map((person) => person.partner_id)).size).toBe(roster.length);
});
