import { randomBytes } from "node:crypto";
import { expect, portalUrl, test } from "../portal";
import { type Answer, contents, forget, invent, partners, type Stranger, send, sessionOf, sql } from "./attacker";

test.describe.configure({ timeout: 120_000 });

const strangers: Stranger[] = [];
let a: { id: string; name: string };
let b: { id: string; name: string };
let deal: string;
let staff: string;
let own: string;
let rival: string;

/** A deal that A sourced, a manager, a person of A and one of B. */
test.beforeAll(async () => {
  ({ a, b } = await partners());
  const people = [
    await invent("channel_manager", a.id),
    await invent("partner_member", a.id),
    await invent("partner_member", b.id),
  ];
  strangers.push(...people);
  [staff, own, rival] = (await Promise.all(people.map(({ id }) => sessionOf(id)))) as [string, string, string];
  const db = await sql();
  const [made] = await db`insert into deals (name, stage, currency) values ('Files', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${a.id}, 'sourcing')`;
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, now(), 'qualified', 1, 'USD')`;
});
test.afterAll(async () => {
  await (await sql())`delete from deals where id = ${deal}`;
  await forget(strangers);
});

type Sent = {
  session: string;
  name?: string;
  content: string | Buffer;
  sharedWith?: string;
  origin?: string;
  place?: string;
};

function add({
  session,
  name = "offer.pdf",
  content,
  sharedWith,
  origin = portalUrl(),
  place = `deal=${deal}`,
}: Sent): Promise<Answer> {
  const boundary = `----${randomBytes(8).toString("hex")}`;
  const shared = sharedWith
    ? `--${boundary}\r\nContent-Disposition: form-data; name="sharedWith"\r\n\r\n${sharedWith}\r\n`
    : "";
  const heading = `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html`;
  const body = Buffer.concat([
    Buffer.from(`${shared}--${boundary}\r\n${heading}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { origin, "content-type": `multipart/form-data; boundary=${boundary}` };
  return send(`/files/upload?${place}`, { method: "POST", session, headers, body: body as unknown as string });
}
const idOf = async (name: string) => (await (await sql())`select id from files where name = ${name}`)[0]?.id as string;

test("sec:C3, sec:H4 a file is what its content is, whatever it is called and said to be, and nothing else is taken in", async () => {
  const wrong: [what: string, content: string | Buffer, status: number][] = [
    ["a program", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), 415],
    ["a drawing with a script", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 415],
    ["a NUL", "a\0b", 415],
    ["nothing", "", 400],
    ["more than 10 MB", Buffer.alloc(10 * 1024 * 1024 + 1, "a"), 413],
    ["far more than 10 MB", Buffer.alloc(12 * 1024 * 1024, "a"), 413],
  ];
  const before = await contents();
  for (const [what, content, status] of wrong) {
    const answer = await add({ session: staff, content });
    expect([what, answer.status, answer.headers["content-type"]]).toEqual([what, status, "text/plain; charset=utf-8"]);
  }
  const { attempts: _now, ...after } = await contents();
  const { attempts: _then, ...was } = before;
  expect(after).toEqual(was);
  expect((await add({ session: staff, content: "%PDF-1.7\n", name: "page.html" })).status).toBe(303);
  expect(await idOf("page.html.pdf")).toBeTruthy();
});

test("sec:C8, sec:H4 a file comes back byte for byte, to be saved and never shown, under a plain name", async () => {
  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(3_000_000)]);
  const name = "../../Angebot\u202e <b>.exe";
  expect((await add({ session: own, content, name })).headers.location).toBe(`/deals/${deal}#files`);
  const answer = await send(`/files/${await idOf("Angebot b.exe.pdf")}`, { session: own });
  expect(answer.status).toBe(200);
  const saved = await fetch(`${portalUrl()}/files/${await idOf("Angebot b.exe.pdf")}`, {
    headers: { cookie: `session=${own}` },
  });
  expect(Buffer.from(await saved.arrayBuffer()).equals(content)).toBe(true);
  expect(answer.headers).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": "attachment; filename=\"Angebot b.exe.pdf\"; filename*=UTF-8''Angebot%20b.exe.pdf",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  expect(answer.headers["content-security-policy"]).toMatch(/; sandbox$/);
});

test("sec:C8 a file is for staff, for the partner that it is shared with, and for nobody else", async () => {
  await add({ session: staff, content: "for staff", name: "staff.txt" });
  await add({ session: staff, content: "for both", name: "both.txt", sharedWith: a.id });
  await add({ session: own, content: "of theirs", name: "theirs.txt", sharedWith: b.id });
  const read = async (name: string, session?: string) => (await send(`/files/${await idOf(name)}`, { session })).status;
  for (const name of ["staff.txt", "both.txt", "theirs.txt"]) {
    expect([name, await read(name, staff)]).toEqual([name, 200]);
    expect([name, await read(name, rival)]).toEqual([name, 404]);
    expect([name, await read(name)]).toEqual([name, 307]);
  }
  expect([await read("staff.txt", own), await read("both.txt", own), await read("theirs.txt", own)]).toEqual([
    404, 200, 200,
  ]);
  expect((await send(`/deals/${deal}`, { session: own })).text).not.toContain("staff.txt");
});

test("sec:C8 nobody adds a file to a deal that is not theirs, to nothing, for who takes no part, or from elsewhere", async () => {
  const before = (await contents()).files;
  const status = async (sent: Omit<Sent, "content">) => (await add({ ...sent, content: "x" })).status;
  expect(await status({ session: rival })).toBe(404);
  expect(await status({ session: own, place: "deal=00000000-0000-4000-8000-000000000000" })).toBe(404);
  expect(await status({ session: own, place: "deal=../x" })).toBe(404);
  expect(await status({ session: own, place: "" })).toBe(404);
  expect(await status({ session: staff, sharedWith: b.id })).toBe(400);
  expect(await status({ session: staff, sharedWith: "x" })).toBe(400);
  expect(await status({ session: staff, origin: "https://evil.example" })).toBe(403);
  expect((await contents()).files).toBe(before);
});
