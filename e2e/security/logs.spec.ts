import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataDir, expect, portalUrl, test } from "../portal";
import {
  callAction,
  forget,
  invent,
  linkFor,
  partners,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";
import { upload } from "./upload";

const strangers: Stranger[] = [];
test.afterAll(() => forget(strangers));

/** A line that an attacker would like to stand in the log, and what must never stand there. */
const forged = "2026-01-01 00:00:00 ERROR forged by CANARY";
const lineBreaks = ["\n", "\r\n", "\r", "\u2028", "\u0085", "%0d%0a"];

test("sec:A3 no secret reaches a log, not even when things fail, and nobody can write a line of their own", async () => {
  const { a } = await partners();
  const [staff, person] = [await invent("admin", a.id), await invent("partner_member", a.id)];
  strangers.push(staff, person);
  const [session, token] = [await sessionOf(staff.id), await linkFor(person.id)];
  const bearer = "CANARY-bearer-0123456789abcdef";
  const headers = {
    authorization: `Bearer ${bearer}`,
    "x-api-key": bearer,
    cookie: `session=${session}; other=${bearer}`,
  };
  const before = webLog().length;

  await send(`/sign-in/link?token=${token}`, { headers });
  await send("/sign-in/link/use", {
    method: "POST",
    body: new URLSearchParams({ token, confirmed: "yes", next: "/" }).toString(),
    headers: { origin: portalUrl(), "content-type": "application/x-www-form-urlencoded" },
  });
  for (const path of [
    "/nowhere",
    "/admin/tiers/%00",
    "/%zz",
    `/deals/${token}`,
    "/api/auth/callback/sso?code=x&state=y",
  ])
    await send(`${path}${path.includes("?") ? "&" : "?"}token=${token}`, { headers });
  const invite = serverActions().find(({ name }) => name.endsWith("people/actions.ts invite"))?.id as string;
  for (const [n, lineBreak] of lineBreaks.entries()) {
    const said = `CANARY-${n}${lineBreak}${forged}`;
    await send(`/partners?q=${encodeURIComponent(said)}&token=${token}`, { headers });
    await callAction(invite, "/admin/people", { name: said, email: `${said}@x.example`, role: "finance" }, { session });
    await upload({ session, name: said.replace(/[\r\n]/g, ""), source: said, content: said });
    await upload({ session, name: "partners.csv", content: `Id,${said}\n` });
  }
  await whileFailing(async () => {
    for (const lineBreak of lineBreaks) {
      const said = encodeURIComponent(`CANARY${lineBreak}${forged}`);
      const answer = await send(`/admin/audit?q=${said}&token=${token}`, {
        headers: { ...headers, "user-agent": `CANARY ${forged}`, referer: `${portalUrl()}/?x=${said}` },
      });
      expect(answer.status).toBeGreaterThanOrEqual(500);
    }
  });

  expect(webLog().slice(before), "a fault is logged").toMatch(/audit_entries/);
  expect(webLog().slice(before), "what people typed").not.toMatch(/forged(%20|\+| )by(%20|\+| )CANARY/);
  expect(secrets([session, token, bearer]).filter((secret) => logs().includes(secret))).toEqual([]);
  expect(
    logs()
      .split(/\r\n|[\n\r\u2028\u0085]/)
      .filter((line) => line.startsWith("2026-01-01 00:00:00 ERROR forged")),
  ).toEqual([]);
});

const webLog = () => readFileSync(join(dataDir(), "web.log"), "utf8");

/** Everything that any process of this portal wrote: the web server, the worker, and the database. */
function logs(): string {
  const folder = dataDir();
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".log"));
  expect(found.map((file) => file.split("/").at(-1))).toEqual(
    expect.arrayContaining(["web.log", "worker.log", "server.log"]),
  );
  return found
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

/** What was sent, and what the processes were started with. */
function secrets(sent: string[]): string[] {
  const kept = JSON.parse(readFileSync(join(dataDir(), "secret.json"), "utf8")) as Record<string, string>;
  const database = JSON.parse(readFileSync(join(dataDir(), "postgres.json"), "utf8")) as Record<string, unknown>;
  const passwords = Object.entries(database).flatMap(([name, value]) =>
    /password|secret/i.test(name) && typeof value === "string" ? [value] : [],
  );
  const all = [...sent, ...Object.values(kept), ...passwords];
  expect(all.length).toBeGreaterThan(4);
  return all;
}

/** Takes a table away, so that a page fails with whatever it was asked. */
async function whileFailing(work: () => Promise<void>) {
  const db = await sql();
  await db`alter table audit_entries rename to audit_entries_away`;
  try {
    await work();
  } finally {
    await db`alter table audit_entries_away rename to audit_entries`;
  }
}
