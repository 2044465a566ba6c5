import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { WebhookKind } from "@/lib/webhooks/events";
import { addEndpoint, changeEndpoint, replayDelivery, rotateSecret } from "./commands";
import { deliverWebhooks, spreadEvents } from "./deliver";
import { readWebhooks } from "./queries";
import { publicLookup, sendWebhook } from "./send";

const database = testDatabase();
const viewerB: Viewer = { ...viewerA, partnerId: cast.b, personId: "bbbbbbbb-0000-4000-8000-000000000002" };
const registration = { a: "aaaaaaaa-0000-4000-8000-000000000007", b: "bbbbbbbb-0000-4000-8000-000000000007" };

type Got = { path: string; headers: Record<string, string>; body: string };
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let got: Got[] = [];
let answers: Record<string, Answer> = {};
let receiver: ReturnType<typeof createServer>;
let canary: Server;
let connects = 0;
let base: string;

beforeAll(async () => {
  await plantCanaries(database.sql);
  receiver = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const path = request.url ?? "";
      got.push({ path, headers: request.headers as Record<string, string>, body: Buffer.concat(pieces).toString() });
      (answers[path] ?? ((_, answer) => answer.writeHead(204).end()))(request, response);
    });
  });
  canary = createTcp((socket) => {
    connects++;
    socket.destroy();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  await new Promise<void>((done) => canary.listen(0, "::", done));
  const { port } = receiver.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  vi.stubEnv("WEBHOOK_HOSTS", `127.0.0.1:${port}`);
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
  canary.close();
});
beforeEach(async () => {
  await database.sql`truncate webhook_endpoints, webhook_events, webhook_deliveries`;
  [got, answers] = [[], {}];
});

const kinds = ["deal.decided", "lead.offered"] as const;
const add = (viewer: Viewer, path = "/hook", wanted: readonly WebhookKind[] = kinds) =>
  withViewer(viewer, (tx) => addEndpoint(tx, viewer, { url: base + path, kinds: [...wanted] }));
const decided = (tx: Tx, of: "a" | "b") =>
  recordAudit(
    tx,
    { personId: null, name: "Test" },
    {
      action: "registration.decided",
      subject: { type: "registration", id: registration[of], name: "x" },
    },
  );
const decide = (of: "a" | "b") => withViewer(staffViewer, (tx) => decided(tx, of));
const due = () => database.sql`update webhook_deliveries set next_at = now() where status = 'waiting'`;
const states = async () =>
  (await database.sql`select status from webhook_deliveries order by created_at, id`).map(({ status }) => status);
const idOf = async () => (await database.sql`select id from webhook_endpoints order by created_at desc limit 1`)[0]?.id;

test("sec:W1 a message verifies by Standard Webhooks, under the old and the new secret while they overlap, and not when a bit of it changed", async () => {
  const { secret } = await add(viewerA);
  await decide("a");
  await deliverWebhooks();
  const [first] = got as [Got];
  expect(new Webhook(secret).verify(first.body, first.headers)).toMatchObject({
    type: "deal.decided",
    data: { id: registration.a },
  });
  const changed = first.body.replace('"deal.decided"', '"deal.decidee"');
  expect(() => new Webhook(secret).verify(changed, first.headers)).toThrow();
  expect(() => new Webhook(secret).verify(first.body, { ...first.headers, "webhook-id": "msg_other" })).toThrow();
  const id = await idOf();
  const rotated = await withViewer(viewerA, (tx) => rotateSecret(tx, viewerA, id));
  await decide("a");
  await deliverWebhooks();
  for (const known of [secret, rotated.secret]) new Webhook(known).verify(got[1]?.body ?? "", got[1]?.headers ?? {});
  await database.sql`update webhook_endpoints set old_until = now() - interval '1 minute'`;
  await decide("a");
  await deliverWebhooks();
  new Webhook(rotated.secret).verify(got[2]?.body ?? "", got[2]?.headers ?? {});
  expect(() => new Webhook(secret).verify(got[2]?.body ?? "", got[2]?.headers ?? {})).toThrow();
  const kept = JSON.stringify(await database.sql`select * from webhook_endpoints`);
  expect(kept).not.toContain(secret.slice(6));
  expect(JSON.stringify(await readWebhooks(viewerA))).not.toMatch(/whsec|secret/i);
});

const inside = [
  "169.254.169.254",
  "[::ffff:127.0.0.1]",
  "0",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "localhost",
  "localhost.",
  "127.0.0.1",
  "[::1]",
  "[::]",
  "[fd00::1]",
  "[fe80::1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "10.0.0.1",
  "192.168.0.1",
  "user@127.0.0.1",
  "example.com:443@127.0.0.1",
];

test("sec:W3 nothing inside is reached by an endpoint's address, whether it is written, resolved, redirected to or resolved otherwise the second time", async () => {
  const { port } = canary.address() as AddressInfo;
  const refuse = (url: string) =>
    expect(withViewer(viewerA, (tx) => addEndpoint(tx, viewerA, { url, kinds: [...kinds] }))).rejects.toThrow(Refused);
  for (const host of inside)
    for (const scheme of ["https", "http"]) {
      const url = `${scheme}://${host}:${port}/`;
      await refuse(url);
      const sent = await sendWebhook(url, "{}", {});
      expect([url, sent.status, sent.error]).toEqual([url, null, expect.any(String)]);
    }
  const name = `https://rebind.example.com:${port}/`;
  const leads = (...lists: string[][]) => {
    let asked = 0;
    return ((_host: string, _options: object, done: (error: null, found: object[]) => void) => {
      const list = lists[Math.min(asked++, lists.length - 1)] as string[];
      done(
        null,
        list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    }) as never;
  };
  for (const found of [["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["93.184.215.14", "127.0.0.1"], []])
    expect((await sendWebhook(name, "{}", {}, { resolve: leads(found) })).error).toBe("EREFUSED");
  // What was public a moment ago is looked up anew when it is connected to, and what was looked up is what is connected to.
  const twice = leads(["93.184.215.14"], ["127.0.0.1"]);
  publicLookup(twice)("rebind.example.com", { all: true }, () => {});
  expect((await sendWebhook(name, "{}", {}, { resolve: twice })).error).toBe("EREFUSED");
  answers["/away"] = (_, answer) => answer.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
  expect(await sendWebhook(`${base}/away`, "{}", {})).toMatchObject({ status: 302, error: "answered 302" });
  expect(connects).toBe(0);
});

test("sec:W4 a receiver that fails is tried ever later, one that says much is cut off, and one that is gone is switched off", async () => {
  await add(viewerA, "/broken");
  answers["/broken"] = (_, answer) => answer.writeHead(500).end();
  await decide("a");
  const waits: number[] = [];
  for (let n = 0; n < 12; n++) {
    await due();
    await deliverWebhooks();
    const [row] = await database.sql`select extract(epoch from next_at - now())::int as wait from webhook_deliveries`;
    waits.push(row?.wait);
    await deliverWebhooks();
  }
  expect(got).toHaveLength(12);
  expect(waits[0]).toBeGreaterThan(25);
  expect(waits[5]).toBeGreaterThan(900);
  expect(Math.max(...waits)).toBeLessThan(9 * 3600 + 60);
  expect(await states()).toEqual(["dead"]);
  const [delivery] = await database.sql`select id from webhook_deliveries`;
  answers["/broken"] = (_, answer) => {
    answer.writeHead(200);
    const more = () => answer.write("x".repeat(65_536), () => answer.destroyed || more());
    more();
  };
  await withViewer(viewerA, (tx) => replayDelivery(tx, viewerA, delivery?.id));
  await deliverWebhooks();
  expect(await states()).toEqual(["delivered"]);
  // Sent again it is the same message to the receiver.
  expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  answers["/broken"] = (_, answer) => answer.writeHead(410).end();
  await decide("a");
  await deliverWebhooks();
  expect((await database.sql`select status from webhook_endpoints`)[0]?.status).toBe("gone");
  await decide("a");
  await due();
  await deliverWebhooks();
  expect(got).toHaveLength(14);
});

test("sec:W4 a receiver that hangs holds up nobody else, however much is to be told to it", async () => {
  await add(viewerA, "/hangs");
  answers["/hangs"] = () => {};
  for (let n = 0; n < 30; n++) await decide("a");
  await spreadEvents();
  await add(staffViewer, "/quick");
  await decide("b");
  const stop = new AbortController();
  const work = deliverWebhooks(stop.signal);
  await vi.waitFor(() => expect(got.map(({ path }) => path)).toContain("/quick"), { timeout: 8_000 });
  expect(got.filter(({ path }) => path === "/hangs").length).toBeLessThanOrEqual(2);
  stop.abort();
  await work;
});

test("sec:W5 what concerns another company is never told to an endpoint that asks for it, and each wall is enough", async () => {
  await add(viewerA);
  await decide("b");
  await deliverWebhooks();
  expect([got.length, await states()]).toEqual([0, []]);
  // Had it been put there all the same, its company does not see it when it leaves.
  const [event] = await database.sql`select id from webhook_events`;
  await database.sql`insert into webhook_deliveries (endpoint_id, partner_id, event_id, kind) values (${await idOf()}, ${cast.a}, ${event?.id}, 'deal.decided')`;
  await deliverWebhooks();
  expect([got.length, await states()]).toEqual([0, ["withheld"]]);
  await decide("a");
  await database.sql`update partners set status = 'suspended' where id = ${cast.a}`;
  await deliverWebhooks();
  await database.sql`update partners set status = 'active' where id = ${cast.a}`;
  expect(got).toHaveLength(0);
  for (const change of [
    () => withViewer(viewerB, async (tx) => changeEndpoint(tx, viewerB, { endpoint: await idOf(), to: "removed" })),
    () => withViewer(viewerB, async (tx) => rotateSecret(tx, viewerB, await idOf())),
    () => withViewer(staffViewer, async (tx) => rotateSecret(tx, staffViewer, await idOf())),
  ])
    await expect(change()).rejects.toThrow(NotFound);
});

test("an event exists when the change that it tells of does, once for each endpoint, and only where somebody wants it", async () => {
  await decide("a");
  expect(await database.sql`select 1 from webhook_events`).toHaveLength(0);
  await add(staffViewer);
  await withViewer(staffViewer, async (tx) => {
    await decided(tx, "a");
    throw new Error("no");
  }).catch(() => {});
  expect(await database.sql`select 1 from webhook_events`).toHaveLength(0);
  await decide("a");
  await Promise.all([deliverWebhooks(), deliverWebhooks(), deliverWebhooks()]);
  expect(got).toHaveLength(1);
});

const told = () => got.map(({ path, body }) => ({ path, ...(JSON.parse(body) as { type: string; data: object }) }));

test("req:O1 an alert that is raised is told once to the program and to the company that may read it, with why and its link, and to no other", async () => {
  await add(staffViewer, "/program", ["alert.raised"]);
  await add(viewerA, "/a", ["alert.raised"]);
  await add(viewerB, "/b", ["alert.raised"]);
  await database.sql`insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, roles)
    select 'contract_ending', 'partner', gen_random_uuid(), ${cast.a}, n, n = 'Shared', 2, '{"on": "2026-12-31", "left": 41}', '{}' from unnest(array['Shared', 'Of staff']) n`;
  await database.sql`update alerts set severity = 1 where name = 'Shared'`;
  await deliverWebhooks();
  expect(
    told()
      .map(({ path, data }) => `${path} ${(data as { about: string }).about}`)
      .sort(),
  ).toEqual(["/a Shared", "/program Of staff", "/program Shared"]);
  const [shared] = told().filter(({ path }) => path === "/a");
  expect(shared?.data).toEqual({
    id: expect.any(String),
    rule: "Contract ends",
    severity: "Urgent",
    about: "Shared",
    partner: cast.a,
    says: expect.stringContaining("41"),
    link: expect.stringMatching(/^http.*\/alerts\/[0-9a-f-]{36}$/),
  });
  // Had it been put there all the same, its company does not read it.
  await database.sql`update alerts set shared = false where name = 'Shared'`;
  await database.sql`update webhook_deliveries set status = 'waiting', tried = 0, next_at = now() where partner_id is not null`;
  got = [];
  await deliverWebhooks();
  expect([got.length, (await states()).filter((state) => state === "withheld")]).toEqual([0, ["withheld"]]);
});

const run = { a: "aaaaaaaa-0000-4000-8000-000000000062" };
const ready = () => database.sql`insert into webhook_events (kind, subject_id) values ('report.ready', ${run.a})`;

test("req:O2 that a report is ready is told where its recipient's company is alone, with a link and no content, and no more once they lost the right", async () => {
  await database.sql`update report_schedules set subject = 'deals', format = 'csv'`;
  await add(staffViewer, "/program", ["report.ready"]);
  await add(viewerA, "/a", ["report.ready"]);
  await add(viewerB, "/b", ["report.ready"]);
  await ready();
  await deliverWebhooks();
  expect(told()).toEqual([
    {
      path: "/a",
      type: "report.ready",
      timestamp: expect.any(String),
      data: { id: run.a, report: "Deals", format: "CSV", link: expect.stringMatching(`/reports/${run.a}/file$`) },
    },
  ]);
  expect(got[0]?.body).not.toContain("CANARY");
  await database.sql`update people set access = 'disabled' where id = ${viewerA.personId}`;
  await ready();
  await deliverWebhooks();
  await database.sql`update people set access = 'active' where id = ${viewerA.personId}`;
  expect([got.length, (await states()).sort()]).toEqual([1, ["delivered", "withheld"]]);
});

test("req:I4 a payout is told once when the bank has paid it, to its company and the program", async () => {
  await add(staffViewer, "/program", ["payout.paid"]);
  await add(viewerA, "/a", ["payout.paid"]);
  const paid = { settled_at: new Date() };
  await database.sql`update payouts set status = 'paid', ${database.sql(paid)}`;
  await deliverWebhooks();
  const ofA = told().filter(({ data }) => (data as { partner: string }).partner === cast.a);
  expect(ofA.map(({ path }) => path).sort()).toEqual(["/a", "/program"]);
  expect(told().filter(({ path }) => path === "/a")).toHaveLength(1);
});
