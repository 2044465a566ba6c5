import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { walls } from "../../db/scope";
import { expect, test } from "../portal";
import { filled, forget, inTurns, invent, partners, routes, type Stranger, send, sessionOf, sql } from "./attacker";
import { crawl, type Visited } from "./crawl";
import { examplesOf, uproot } from "./examples";

/** What the script of each component in the browser is given: the committed list. */
const file = join(import.meta.dirname, "fields.json");
const matrix = JSON.parse(readFileSync(join(import.meta.dirname, "matrix.json"), "utf8")) as Record<
  string,
  Record<string, number>
>;

let person: Stranger;
let visited: Visited[];

test.beforeAll(async () => {
  const { a } = await partners();
  person = await invent("partner_admin", a.id);
  const db = await sql();
  await db`update partners set profile = '{"note": "CANARY-STAFF-profile"}', importance = 'strategic' where id = ${a.id}`;
  await db`insert into activities (partner_id, kind, subject, "on") values (${a.id}, 'note', 'CANARY-STAFF-note', current_date)`;
  const ids = await examplesOf(a.id, person.id);
  // Partners have notes of their own; what staff write under that name is known by what it says.
  await db`insert into partner_contracts (partner_id, title, note) values (${a.id}, 'CANARY', 'CANARY-STAFF-contract')`;
  await db`update alerts set note = 'CANARY-STAFF-alert' where id = ${ids.alertId}`;
  await db`insert into alert_events (alert_id, kind, text) values (${ids.alertId}, 'resolved', 'CANARY-STAFF-resolved')`;
  // One in each state: what stands on the page depends on it.
  const leads =
    await db`select distinct on (status) id from leads where partner_id = ${a.id} and status in ('offered', 'accepted', 'converted') order by status, id`;
  expect(leads).toHaveLength(3);
  const starts = routes()
    .filter((route) => matrix[route]?.partner_admin === 200 && !/^\/(api|sign-in)|icon/.test(route))
    .flatMap((route) => {
      if (route.includes("leadId")) return leads.map(({ id }) => filled(route, id));
      return [filled(route, ids)];
    });
  visited = await crawl({ session: await sessionOf(person.id) }, starts, 1);
});
test.afterAll(async () => {
  const db = await sql();
  await db`delete from activities where subject like 'CANARY%'`;
  await uproot();
  await db`delete from partner_contracts where title = 'CANARY'`;
  await db`update partners set profile = '{}' where profile::text like '%CANARY%'`;
  await forget([person]);
});

/** With FIELDS=write the list is replaced by today's, to be read before it is committed. */
test("sec:T5 no component in a partner's browser is given a field that is not listed", () => {
  const found = new Map<string, Set<string>>();
  const data = visited.filter(({ path }) => path.endsWith("(data)"));
  expect(data.length).toBeGreaterThan(8);
  for (const { text } of data) {
    for (const [component, fields] of givenTo(text))
      found.set(component, new Set([...(found.get(component) ?? []), ...fields]));
  }
  const sorted = Object.fromEntries(
    [...found]
      .filter(([, fields]) => fields.size > 0)
      .sort()
      .map(([name, fields]) => [name, [...fields].sort()]),
  );
  if (process.env.FIELDS === "write") writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  const listed = JSON.parse(readFileSync(file, "utf8")) as Record<string, string[]>;
  const unlisted = Object.entries(sorted).flatMap(([name, fields]) =>
    fields.filter((field) => !listed[name]?.includes(field)).map((field) => `${name}.${field}`),
  );
  expect(unlisted).toEqual([]);
});

/** Words of HTML and of fields that partners may read elsewhere; whom to call is told once a lead is accepted. */
const sharedNames = ["before", "after", "scope", "text", "note", "contact_name", "contact_email", "contact_phone"];

test("sec:T5 nothing that staff keep for themselves reaches a partner, neither as a field nor as a value", () => {
  const columns = [...new Set(walls.flatMap(({ hidden = [] }) => hidden))].filter(
    (column) => !sharedNames.includes(column),
  );
  expect(columns).toEqual(expect.arrayContaining(["importance", "profile", "partner_id"]));
  const names = columns.flatMap((column) => [column, column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())]);
  const pattern = new RegExp(`\\\\?"(${names.join("|")})\\\\?":|CANARY-STAFF[\\w-]*`, "g");
  const hits = visited.flatMap(({ path, text }) => (text.match(pattern) ?? []).map((hit) => `${path}: ${hit}`));
  expect(hits).toEqual([]);
});

type Element = ["$", string, unknown, Record<string, unknown>, ...unknown[]];

/** Every field that the answer hands to components of the browser, by component. */
function givenTo(flight: string): Map<string, Set<string>> {
  const rows = rowsOf(flight);
  const names = new Map<string, string>(
    rows.flatMap(([id, value]) =>
      value.startsWith("I") ? [[`$L${id}`, String(JSON.parse(value.slice(1))[2] || "default")] as const] : [],
    ),
  );
  const found = new Map<string, Set<string>>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      if (isElement(value)) {
        const name = names.get(value[1]);
        if (name) found.set(name, new Set([...(found.get(name) ?? []), ...fieldsOf(value[3])]));
      }
      for (const each of value) walk(each);
    } else if (value && typeof value === "object") for (const each of Object.values(value)) walk(each);
  };
  for (const [, value] of rows) if (/^[[{]/.test(value)) walk(JSON.parse(value));
  return found;
}

const isElement = (value: unknown[]): value is Element =>
  value[0] === "$" && typeof value[1] === "string" && typeof value[3] === "object" && value[3] !== null;

/** The paths of an object's fields, without what is drawn already. */
function fieldsOf(value: unknown, at = ""): string[] {
  if (Array.isArray(value))
    return isElement(value) ? [] : [...new Set(value.flatMap((each) => fieldsOf(each, `${at}[]`)))];
  if (!value || typeof value !== "object") return at ? [at] : [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === "children" ? [] : [...(at ? [] : [name]), ...fieldsOf(each, at ? `${at}.${name}` : name)],
  );
}

/** The rows of React's format: `id:value`, one a line, but for texts, which say their length. */
function rowsOf(flight: string): [id: string, value: string][] {
  const bytes = Buffer.from(flight);
  const rows: [string, string][] = [];
  let at = 0;
  while (at < bytes.length) {
    const colon = bytes.indexOf(":", at);
    if (colon === -1) break;
    const id = bytes.toString("utf8", at, colon);
    const text = /^T([0-9a-f]+),/.exec(bytes.toString("utf8", colon + 1, colon + 20));
    const end = text ? colon + 1 + text[0].length + Number.parseInt(text[1] as string, 16) : bytes.indexOf("\n", colon);
    if (!text) rows.push([id, bytes.toString("utf8", colon + 1, end === -1 ? bytes.length : end)]);
    if (end === -1) break;
    at = text ? end : end + 1;
  }
  return rows;
}
