import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { auditFilter } from "../../lib/audit/filter";
import { dealAddress } from "../../lib/deals/address";
import { registrationFilter } from "../../lib/deals/registrations/filter";
import { leadFilter } from "../../lib/leads/filter";
import { filterDimensions } from "../../lib/metrics/filter";
import { partnerFilter } from "../../lib/partners/filter";
import { peopleFilter } from "../../lib/people/filter";
import { expect, test } from "../portal";
import { forget, inTurns, invent, partners, root, routes, type Stranger, send, sessionOf, sql } from "./attacker";
import { leaks, secretsFrom } from "./crawl";

const figures = [...filterDimensions, "period", "from", "to", "shown", "by", "component", "page", "partner", "book"];
const deals = Object.keys(dealAddress.shape);
const listed = Object.keys(partnerFilter.shape);
const log = Object.keys(auditFilter.shape);

/** Every page and file that reads its address, with the names it reads. */
const lists: Record<string, { staffOnly?: boolean; names: string[] }> = {
  "/deals": { names: deals },
  "/exports/deals": { names: [...deals, "format"] },
  "/leads": { names: Object.keys(leadFilter.shape) },
  "/registrations": { names: Object.keys(registrationFilter.shape) },
  "/home": { names: figures },
  "/metrics": { names: figures },
  "/metrics/sourced_revenue": { names: figures },
  "/metrics/win_rate": { names: figures },
  "/metrics/sourced_revenue/rows": { names: figures },
  "/partners": { staffOnly: true, names: listed },
  "/exports/partners": { staffOnly: true, names: listed },
  "/partners/merge": { staffOnly: true, names: ["a", "b", "q", "survivor", "merged", "first", "second"] },
  "/admin/people": { staffOnly: true, names: Object.keys(peopleFilter.shape) },
  "/admin/audit": { staffOnly: true, names: log },
  "/exports/audit": { staffOnly: true, names: log },
  "/imports": { staffOnly: true, names: ["problem"] },
  "/imports/mappings/maven-crm": { staffOnly: true, names: ["batch"] },
};

/** Pages that read one word of a list, what was wrong with a file, and the place that a file is sent to by its id. */
const ofOneWord = [
  "/deals/[dealId]",
  "/registrations/[registrationId]",
  "/registrations/[registrationId]/edit",
  "/files/upload",
];

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

test.beforeAll(async () => {
  ({ a } = await partners());
  people.push(await invent("partner_admin", a.id), await invent("admin", a.id));
});
test.afterAll(() => forget(people));

test("sec:T16 the list holds every page and file whose address says what to show", () => {
  const reads = (route: string) => /searchParams|new URL\(request/.test(sourceOf(route));
  const fixed = routes().filter((route) => !/^\/(sign-in|api)/.test(route) && reads(route));
  const given = Object.keys(lists).map((path) =>
    path
      .replace(/\/(sourced_revenue|win_rate)/, "/[metric]")
      .replace(/\/exports\/\w+/, "/exports/[report]")
      .replace("maven-crm", "[source]"),
  );
  expect(fixed.filter((route) => !given.includes(route) && !ofOneWord.includes(route))).toEqual([]);
});

test("sec:T16 no word in an address breaks a list or its file, gets more rows, or makes the database refuse a statement", async () => {
  const [partner, admin] = await Promise.all(people.map(({ id }) => sessionOf(id)));
  const secrets = await secretsFrom(a.id);
  const seed = Date.now() % 2 ** 31;
  const wrong: string[] = [];
  const refused = await refusals();
  const tries = Object.entries(lists).flatMap(([path, { staffOnly, names }]) =>
    [staffOnly ? [] : [partner], [admin]].flat().flatMap((session) => {
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
    if (session === partner && leaks([{ path: address, status, text }], secrets).length)
      wrong.push(`${address.slice(0, 300)}: a row of another`);
  });
  expect(tries.length).toBeGreaterThan(150);
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

/** The statements that the database refused, by its log. */
async function refusals(): Promise<string[]> {
  const db = await sql();
  const [row] = await db`show data_directory`;
  const text = readFileSync(join(row?.data_directory as string, "server.log"), "utf8");
  return text.split("\n").filter((line) => line.includes(" ERROR: "));
}
