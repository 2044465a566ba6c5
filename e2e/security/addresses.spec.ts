import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { auditFilter } from "../../lib/audit/filter";
import { dealAddress } from "../../lib/deals/address";
import { filterDimensions } from "../../lib/metrics/filter";
import { partnerFilter } from "../../lib/partners/filter";
import { expect, test } from "../portal";
import { forget, inTurns, invent, partners, root, routes, type Stranger, send, sessionOf, sql } from "./attacker";
import { leaks, secretsFrom } from "./crawl";
import { examplesOf, pathOf, uproot } from "./examples";

const figures = [...filterDimensions, "period", "from", "to", "shown", "by", "component", "page", "partner", "book"];
/** Files whose names are those of the list that they hold. */
const files: Record<string, string[]> = {
  "/exports/deals": [...Object.keys(dealAddress.shape), "format"],
  "/exports/partners": Object.keys(partnerFilter.shape),
  "/exports/audit": Object.keys(auditFilter.shape),
};
/** Opened by an address with words that it does not read. */
const readNone = ["/apply"];

const sharp = [
  "'",
  "' or 1=1 --",
  "');select pg_sleep(9)--",
  "\\",
  "%",
  "_",
  "\u0000",
  "\u007f\r\n",
  "-1",
  "0",
  "999999999999999999999",
  "1e9",
  "NaN",
  "infinity",
  "-infinity",
  "null",
  "[]",
  "{}",
  "2026-02-30",
  "0000-00-00",
  "9999-12-31",
  "<script>",
  "${7*7}",
  "$gt",
  "💩\u202e",
  "a".repeat(3000),
  "me",
  "none",
  "00000000-0000-0000-0000-000000000000",
];

/** Words that a filter knows, so that some of what is made up is understood. */
const known = [
  "opened",
  "closes",
  "amount",
  "stage",
  "name",
  "account",
  "asc",
  "desc",
  "won",
  "gold",
  "this_year",
  "last_quarter",
  "partner",
  "mine",
  "closed",
  "book",
  "pipeline",
  "board",
  "funnel",
  "sums",
  "month",
  "family",
  "name,owner,amount",
  "xlsx",
];
const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const edge = fc
  .tuple(
    fc.oneof(day, fc.constantFrom(...sharp), fc.bigInt().map(String)),
    fc.oneof(fc.uuid(), fc.constantFrom(...sharp)),
  )
  .map((pair) => Buffer.from(JSON.stringify(pair)).toString("base64url"));
const value = fc.oneof(
  fc.constantFrom(...sharp, ...known),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer().map(String),
  fc.uuid(),
  day,
  edge,
  fc.json({ maxDepth: 2 }),
);
const query = (names: string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names, "_rsc", "constructor", "__proto__", "a[b]"), value), {
      minLength: 1,
      maxLength: 10,
    })
    .map((pairs) => new URLSearchParams(pairs.map(([name, given]) => [name, given.toWellFormed()])).toString());

test.describe.configure({ timeout: 180_000 });

let a: { id: string; name: string };
const people: Stranger[] = [];
/** Every page and file that reads its address, with an example's id, and the names it reads. */
const lists = new Map<string, string[]>();

test.beforeAll(async () => {
  ({ a } = await partners());
  const partner = await invent("partner_admin", a.id);
  people.push(partner, await invent("admin", a.id));
  const ids = await examplesOf(a.id, partner.id);
  const reads = (route: string) => /searchParams|new URL\(request/.test(sourceOf(route));
  for (const route of routes().filter((each) => !/^\/(sign-in|api|exports)/.test(each) && reads(each)))
    lists.set(pathOf(route, ids), await namesOf(route));
  for (const [path, names] of Object.entries(files)) lists.set(path, names);
});
test.afterAll(async () => {
  await uproot();
  await forget(people);
});

test("sec:T16 of every page that reads its address the names are known", () => {
  expect([...lists].flatMap(([path, names]) => (names.length === 0 ? [path] : []))).toEqual(readNone);
  expect(lists.size).toBeGreaterThan(50);
});

test("sec:T16 no word in an address breaks a list or its file, gets more rows, or makes the database refuse a statement", async () => {
  const sessions = await Promise.all(people.map(({ id }) => sessionOf(id)));
  const secrets = await secretsFrom(a.id);
  const seed = Date.now() % 2 ** 31;
  const wrong: string[] = [];
  const refused = await refusals();
  const tries = [...lists].flatMap(([path, read]) =>
    sessions.flatMap((session) => {
      const names = read.length > 0 ? read : ["q"];
      // Each name with a sharp word of its turn, all names with the same, and what fast-check makes up.
      const one = names.map((name, n) =>
        new URLSearchParams([[name, sharp[(n + path.length) % sharp.length] as string]]).toString(),
      );
      const packed = Array.from({ length: 3 }, (_, part) => one.filter((_, n) => n % 3 === part).join("&")).filter(
        Boolean,
      );
      const raw = names.slice(0, 2).map((name) => `${name}=%ff%c0%80&${name}=%`);
      const made = fc.sample(query(names), { numRuns: 5, seed: seed + path.length });
      return [...packed, ...raw.slice(0, 1), ...made].map((said) => ({ address: `${path}?${said}`, session }));
    }),
  );
  await inTurns(tries, 6, async ({ address, session }) => {
    const { status, text } = await send(address, { session });
    if (![200, 303, 307, 400, 404].includes(status)) wrong.push(`${address.slice(0, 300)}: ${status}`);
    if (session === sessions[0] && leaks([{ path: address, status, text }], secrets).length)
      wrong.push(`${address.slice(0, 300)}: a row of another`);
  });
  expect(tries.length).toBeGreaterThan(600);
  expect(wrong, `seed ${seed}`).toEqual([]);
  expect(await refusals(), `statements that the database refused, seed ${seed}`).toEqual(refused);
});

/** The source of a page or route, by the build's list. */
function sourceOf(route: string): string {
  const manifest = JSON.parse(readFileSync(join(root, ".next/app-path-routes-manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = Object.keys(manifest).find((key) => manifest[key] === route) as string;
  const path = ["ts", "tsx"].map((ending) => join(root, `app${file}.${ending}`)).find(existsSync);
  return path ? readFileSync(path, "utf8") : "";
}

/** The names that a page or route reads of its address: those of the filters it brings in, and those it takes itself. */
async function namesOf(route: string): Promise<string[]> {
  const source = sourceOf(route);
  const names = new Set(source.includes("readMetricFilter") ? figures : []);
  const filters =
    /from "@\/(lib\/[\w/.-]*(?:filter|address|form|search|parameters|list|period|schedule|report)[\w.-]*)"/g;
  for (const [, module] of source.matchAll(filters)) {
    const path = join(root, `${module}.ts`);
    if (!existsSync(path) || readFileSync(path, "utf8").includes('"server-only"')) continue;
    for (const each of Object.values(await import(path)) as ({ shape?: object } | null)[])
      for (const name of Object.keys(each?.shape ?? {})) names.add(name);
  }
  const own = [
    /\bget\("(\w+)"\)/g,
    /\((?:await )?searchParams\)\??\.(\w+)/g,
    /\b(?:asked|parameters)\.(\w+)/g,
    /, \{ (\w+) \}\] = \[/g,
  ];
  for (const [, name] of own.flatMap((pattern) => [...source.matchAll(pattern)])) names.add(name as string);
  for (const [, taken] of source.matchAll(/const \{([^}]*)\} = await (?:\w+\.)?searchParams/g))
    for (const name of (taken as string).split(",")) names.add((name.split(/[:=]/)[0] as string).trim());
  return [...names];
}

/** The statements that the database refused, by its log. */
async function refusals(): Promise<string[]> {
  const db = await sql();
  const [row] = await db`show data_directory`;
  const text = readFileSync(join(row?.data_directory as string, "server.log"), "utf8");
  return text.split("\n").filter((line) => line.includes(" ERROR: "));
}
