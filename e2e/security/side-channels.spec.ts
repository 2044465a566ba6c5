import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "../portal";
import { forget, inTurns, invent, partners, type Stranger, send, sessionOf, sql } from "./attacker";

test.describe.configure({ timeout: 120_000 });

const mark = `CANARY-B-${randomBytes(4).toString("hex")}`;
const [accountId, openId, wonId] = [randomUUID(), randomUUID(), randomUUID()] as const;
let a: { id: string; name: string };
let b: { id: string; name: string };
const people: Stranger[] = [];
const sessions: string[] = [];
/** What each reads, before and after the other's company grew. */
const before: Record<string, string>[] = [];
const after: Record<string, string>[] = [];

test.beforeAll(async () => {
  ({ a, b } = await partners());
  for (const { id } of [a, b]) people.push(await invent("partner_admin", id));
  for (const { id } of people) sessions.push(await sessionOf(id));
  for (const session of sessions) before.push(await figures(session));
  await grow();
  for (const session of sessions) after.push(await figures(session));
});

test.afterAll(async () => {
  const db = await sql();
  await db`delete from revenue_lines where account_id = ${accountId}`;
  await db`delete from certifications where name = ${mark}`;
  await db`delete from deals where account_id = ${accountId}`;
  await db`delete from accounts where id = ${accountId}`;
  await forget(people);
});

test("sec:T14 no figure, count or sum that a partner reads is another one when only another partner has more", () => {
  const changed = (n: number) => Object.keys(pages).filter((name) => before[n]?.[name] !== after[n]?.[name]);
  expect(changed(0)).toEqual([]);
  // The other's own pages tell of it, but for those about what nobody sold.
  expect(changed(1)).toEqual(expect.arrayContaining(["home", "deals", "open deals", "sourced revenue", "win rate"]));
});

test("sec:T14 the choices of a partner's filters are the program's words and those of its own customers", async () => {
  const db = await sql();
  const words = async (rows: PromiseLike<readonly { word?: string }[]>) => (await rows).map(({ word }) => word);
  const industries = await words(
    db`select distinct c.industry as word from accounts c join deals d on d.account_id = c.id
      join deal_partners p on p.deal_id = d.id where p.partner_id = ${a.id} and c.industry is not null`,
  );
  const families = await words(db`select distinct family as word from products where family is not null`);
  const stages = await words(db`select key as word from stages`);
  const own = { outcome: ["open", "won", "lost"], stage: stages, industry: industries, family: families };
  for (const asked of ["", `?account=${accountId}`, `?partner=${b.id}`, `?company=${encodeURIComponent(b.name)}`]) {
    const { text } = await send(`/deals${asked}`, { session: sessions[0] });
    // Beside the filters, the page offers columns and how dense they stand: words of the program.
    const { columns: _columns, density: _density, ...filters } = boxesOf(text);
    expect(sorted(filters), asked).toEqual(sorted(own));
    expect([text.includes(mark), text.includes(b.name) && !asked.includes("company")], asked).toEqual([false, false]);
  }
  const { text } = await send("/metrics", { session: sessions[0] });
  const choices = [...text.matchAll(/<option[^>]* value="([^"]+)"/g)].map(([, value]) => value);
  expect(choices).toEqual(expect.arrayContaining(families));
  const theirs = await words(
    db`select unnest(array[id::text, name, region, country, segment]) as word from partners where id <> ${a.id}`,
  );
  expect(theirs.filter((word) => word && choices.includes(word))).toEqual([]);
});

test("sec:T14 a search or filter for what another partner has finds as much as one for what nobody has", async () => {
  const [session] = sessions;
  const wrong: string[] = [];
  const found = async (asked: string) => {
    const { text } = await send(`/deals?${asked}`, { session });
    const file = await send(`/exports/deals?${asked}`, { session });
    return [/([\d,]+) deals?, ([\d,]+) open/.exec(seen(text))?.[0], file.text.split("\r\n").filter(Boolean).length];
  };
  expect(await found(`q=${randomUUID()}`)).toEqual(["0 deals, 0 open", 1]);
  const asked = [`q=${mark}`, `q=${mark}-account`, `industry=${mark}-industry`, `account=${accountId}`];
  await inTurns([...asked, `q=${openId}`, `q=${mark.slice(0, 12)}`], 2, async (each) => {
    const result = JSON.stringify(await found(each));
    if (result !== '["0 deals, 0 open",1]') wrong.push(`${each}: ${result}`);
  });
  // What is no filter of a partner's changes nothing.
  const all = await found("");
  for (const each of [`partner=${b.id}`, `company=${encodeURIComponent(b.name)}`]) {
    const result = await found(each);
    if (JSON.stringify(result) !== JSON.stringify(all)) wrong.push(`${each}: ${result}`);
  }
  expect(wrong).toEqual([]);
});

const figure = (key: string, rest = "") => `/metrics/${key}${rest}`;
const pages: Record<string, string> = {
  home: "/home",
  metrics: "/metrics",
  deals: "/deals",
  "open deals": "/deals?outcome=open&sort=amount",
  "sourced revenue": figure("sourced_revenue"),
  "win rate": figure("win_rate"),
  "by industry": figure("sourced_revenue", "?by=industry"),
};

/** What a person reads on each page, without what tells the time. The worker's figures are up to date first. */
async function figures(session: string): Promise<Record<string, string>> {
  const db = await sql();
  await expect.poll(async () => (await db`select 1 from metric_dirty limit 1`).length, { timeout: 60_000 }).toBe(0);
  await db`delete from metric_answers`;
  const read: Record<string, string> = {};
  for (const [name, path] of Object.entries(pages)) {
    const { status, text } = await send(path, { session });
    expect(status, path).toBe(200);
    read[name] = seen(text);
  }
  return read;
}

/** The words of a page in no order: React sends its parts as they are ready. */
const seen = (html: string) =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<!--[\s\S]*?-->/g, "")
    .split(/<[^>]+>/)
    .map((part) => part.replace(/\d{2}:\d{2}/g, "TIME").trim())
    .filter(Boolean)
    .sort()
    .join("\n");

/** The values of the boxes to tick, by the name of their filter. */
function boxesOf(html: string): Record<string, string[]> {
  const boxes: Record<string, string[]> = {};
  for (const [tag] of html.matchAll(/<input type="checkbox"[^>]*>/g)) {
    const [, name] = / name="([^"]*)"/.exec(tag) as unknown as [string, string];
    const [, value] = / value="([^"]*)"/.exec(tag) as unknown as [string, string];
    boxes[name] = [...(boxes[name] ?? []), value.replaceAll("&amp;", "&")];
  }
  return boxes;
}

const sorted = (lists: Record<string, readonly (string | undefined)[]>) =>
  Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, [...values].sort()]));

/** The other partner has a customer, deals, revenue and a certificate more. */
async function grow(): Promise<void> {
  const db = await sql();
  const million = "999999990000";
  await db`insert into accounts (id, name, industry) values (${accountId}, ${`${mark}-account`}, ${`${mark}-industry`})`;
  for (const [id, stage] of [
    [openId, "qualified"],
    [wonId, "won"],
  ] as const) {
    await db`insert into deals (id, name, stage, currency, account_id) values (${id}, ${`${mark} ${stage}`}, 'qualified', 'USD', ${accountId})`;
    await db`insert into deal_partners (deal_id, partner_id, role) values (${id}, ${b.id}, 'sourcing')`;
    await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values
      (${id}, now() - interval '9 days', 'qualified', ${million}, 'USD'), (${id}, now() - interval '1 hour', ${stage}, ${million}, 'USD')`;
  }
  await db`insert into revenue_lines (partner_id, account_id, kind, amount_e4, currency, invoiced_on) values (${b.id}, ${accountId}, 'new', ${million}, 'USD', current_date)`;
  await db`insert into certifications (partner_id, name, subject) values (${b.id}, ${mark}, ${mark})`;
}
