import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partnerRoles, type Role, staffRoles } from "../../lib/access/roles";
import { expect, test } from "../portal";
import { forget, invent, partners, root, routes, type Stranger, send, sessionOf, sql } from "./attacker";

type Matrix = Record<string, Record<string, number>>;
const file = join(import.meta.dirname, "matrix.json");
const roles = [...staffRoles, ...partnerRoles];

/** With MATRIX=write the committed answers are replaced by today's, to be read before they are committed. */
test("every route answers every role as the committed matrix says", async () => {
  const { a } = await partners();
  const people = new Map<Role, Stranger>();
  for (const role of roles) people.set(role, await invent(role, a.id));
  const sessions = new Map<string, string | undefined>([["signed out", undefined]]);
  for (const [role, { id }] of people) sessions.set(role, await sessionOf(id));
  const ids = await examples(a.id);
  const db = await sql();
  const mapping = readFileSync(join(root, "lib/imports/sources/maven-crm.json"), "utf8");
  await db`insert into import_batches (id, source, mapping, status) values (${batchId}, 'maven-crm', ${mapping}::text::jsonb, 'checked')`;
  const found: Matrix = {};
  for (const route of routes()) {
    found[route] = {};
    for (const [role, session] of sessions) {
      const { status, headers } = await send(filled(route, ids), { session });
      const home = String(headers.location ?? "");
      if (status === 307) expect(home, `${route} as ${role}`).toMatch(session ? /^\/(?!\/)/ : /^\/(sign-in|home)/);
      (found[route] as Record<string, number>)[role] = status;
    }
  }
  await forget([...people.values()]);
  await db`delete from import_batches where id = ${batchId}`;
  await db`delete from files where name = 'matrix.txt'`;
  if (process.env.MATRIX === "write") writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(JSON.parse(readFileSync(file, "utf8")));
});

const batchId = "00000000-0000-4000-8000-00000000beef";

/** One row of each kind that the partner may see, so that only the role decides. */
async function examples(partnerId: string): Promise<Record<string, string>> {
  const db = await sql();
  const [ids] = await db<Record<string, string>[]>`select ${partnerId} as "partnerId",
    (select deal_id::text from deal_partners where partner_id = ${partnerId} and role = 'sourcing' order by deal_id limit 1) as "dealId",
    (select id::text from leads where partner_id = ${partnerId} and status = 'offered' order by id limit 1) as "leadId",
    (select id::text from scorecard_reviews where partner_id = ${partnerId} and state = 'closed' order by number limit 1) as "reviewId",
    (select id::text from people where partner_id = ${partnerId} and access = 'active' order by id limit 1) as "personId"`;
  const [file] = await db`insert into files (deal_id, partner_id, name, type, size, sha256, content)
    values (${ids?.dealId as string}, ${partnerId}, 'matrix.txt', 'text/plain', 1, 'x', 'x') returning id`;
  return {
    ...ids,
    batchId,
    tierKey: "gold",
    stageKey: "proposal",
    fileId: file?.id as string,
    metric: "sourced_revenue",
    report: "deals",
    source: "maven-crm",
    nextauth: "session",
  };
}

const nobody = "00000000-0000-4000-8000-000000000000";
const filled = (route: string, ids: Record<string, string>) =>
  route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => ids[name] ?? nobody);
