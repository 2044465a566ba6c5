import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { reports } from "../../lib/exports/reports";
import { dataDir, expect, test } from "../portal";
import { contents, forget, invent, partners, routes, type Stranger, send, sessionOf, sql } from "./attacker";
import { breakOff, type Sent, upload } from "./upload";

test.describe.configure({ timeout: 180_000 });

/** The size of the large files: CI's are small. */
const megabytes = Number(process.env.UPLOAD_MEGABYTES ?? 6);

const strangers: Stranger[] = [];
let session: string;
let a: { id: string; name: string };
let wereThere: string[] = [];

test.beforeAll(async () => {
  wereThere = folders();
  ({ a } = await partners());
  const admin = await invent("admin", a.id);
  strangers.push(admin);
  session = await sessionOf(admin.id);
});
test.afterAll(() => forget(strangers));

const header = "Id,Name,Type,Tier,Status,Joined,City,Country,Region,Segment,Domain,Website";
const row = (id: string, name = `Partner ${id}`) =>
  `${id},${name},Reseller,Gold,Active,2025-01-31,Bonn,Germany,EMEA,SMB,,`;
const list = (...rows: string[]) => `${[header, ...rows].join("\n")}\n`;

test("sec:C3 a file that cannot be read is refused in words, with its line or column, and nothing of it is kept", async () => {
  const good = list(row("1"), row("2"));
  const wrong: [what: string, content: Sent["content"], says: RegExp][] = [
    ["a NUL", list(row("1"), row("2", "a\0b")), /line 3: holds a NUL/],
    [
      "UTF-16 LE",
      iconv.encode(good, "utf-16le", { addBOM: true }),
      /UTF-16 \(little endian\), but the mapping declares utf-8/,
    ],
    ["UTF-16 BE", iconv.encode(good, "utf-16be", { addBOM: true }), /UTF-16 \(big endian\)/],
    ["UTF-16 LE without a mark", iconv.encode(good, "utf-16le"), /line 1: holds a NUL/],
    ["windows-1252", iconv.encode(list(row("1", "Bäcker")), "windows-1252"), /line 2: holds bytes that are not utf-8/],
    ["semicolons", good.replaceAll(",", ";"), /line 1, column Id: the columns .* are missing/],
    ["a quote that stays open", list(row("1"), '2,"Partner', row("3")), /line 3: a quoted cell that is never closed/],
    ["text after a quote", list('1,"A"b'), /line 2: text follows a closing quote/],
    ["a ZIP by another name", Buffer.from("504b030414000000080000", "hex"), /is a ZIP archive/],
    ["a workbook of old", Buffer.from("d0cf11e0a1b11ae1", "hex"), /is an old Excel workbook/],
    ["a gzip archive", Buffer.from("1f8b08000000", "hex"), /is a gzip archive/],
    ["a PDF document", "%PDF-1.7\n%âãÏÓ\n", /is a PDF document/],
    ["a program", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), /holds a NUL|not utf-8/],
    [
      "a picture that is a page",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      /line 1: a quote stands inside a cell/,
    ],
    ["a page", "<!doctype html><script>alert(1)</script>", /line 1, column Id/],
    ["ten thousand and one columns", `${header}${",x".repeat(10_001)}\n`, /line 1: has more than 10000 columns/],
    ["a column twice", list(row("1")).replace("City", "Name"), /line 1, column Name: the header "Name" stands twice/],
    ["nothing", "", /is empty/],
    ["one endless line", endlessLine(megabytes), /line 2: a row is larger than 1 MB/],
  ];
  const before = await contents();
  for (const [what, content, says] of wrong) {
    const { status, text, headers } = await upload({ session, content });
    expect([what, status, String(headers["content-type"])]).toEqual([what, 422, "text/plain; charset=utf-8"]);
    expect(text, what).toMatch(says);
    expect(text, what).toContain("partners.csv");
  }
  const { import_batches: _now, attempts: _a, ...after } = await contents();
  const { import_batches: _then, attempts: _b, ...was } = before;
  expect(after).toEqual(was);
  expect(leftBehind()).toEqual([]);
});

test("sec:C3 a byte order mark and carriage returns alone are read as what they are", async () => {
  for (const content of [`\ufeff${list(row("bom"))}`, list(row("cr")).replaceAll("\n", "\r")]) {
    const { status, headers } = await upload({ session, content });
    expect(status).toBe(303);
    const page = await send(String(headers.location), { session });
    expect(page.text).toContain("New records");
    await discard(String(headers.location));
  }
});

test("sec:C3 a large file is taken in without being held, and leaves other people's pages quick", async () => {
  const reader = await sessionOf((strangers[0] as Stranger).id);
  const pace = async (times: number[]) => {
    const start = performance.now();
    expect((await send("/partners", { session: reader })).status).toBe(200);
    times.push(performance.now() - start);
  };
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let n = 0; n < 15; n++) await pace(alone);
  const before = residentMb();
  let [most, busy] = [before ?? 0, true];
  const uploading = upload({ session, content: manyRows(megabytes) }).finally(() => {
    busy = false;
  });
  while (busy) {
    await pace(beside);
    most = Math.max(most, residentMb() ?? 0);
  }
  const answer = await uploading;
  expect(answer.status).toBe(303);
  await discard(String(answer.headers.location));
  const grew = before === undefined ? "unknown" : `${Math.round(most - before)} MB`;
  console.log(
    `${megabytes} MB: p95 of another's page ${p95(alone).toFixed(0)} ms alone, ${p95(beside).toFixed(0)} ms meanwhile (${beside.length} pages); memory of the web process grew by ${grew}`,
  );
  expect(beside.length, "pages answered meanwhile").toBeGreaterThan(3);
  if (before !== undefined) expect(most - before, "MB more than before").toBeLessThan(300);
});

test("sec:C3 what is larger than allowed, incomplete, or broken off is refused and leaves nothing on the disk", async () => {
  const tooMuch = await send("/imports/upload", {
    method: "POST",
    session,
    headers: {
      origin: new URL(process.env.PORTAL_URL as string).origin,
      "content-type": "multipart/form-data; boundary=x",
      "content-length": String(300 * 1024 * 1024),
    },
  }).catch(() => ({ status: 413, text: "" }));
  expect(tooMuch.status).toBe(413);
  expect((await upload({ session, content: list(), source: "nowhere" })).status).toBe(400);
  expect((await upload({ session, content: list(), source: "__proto__" })).status).toBe(400);
  expect((await upload({ session, content: list(), source: "a\0b" })).status).toBe(400);
  expect((await upload({ session, content: "x", headers: { "content-type": "text/csv" } })).status).toBe(400);
  expect((await upload({ session, content: "x", headers: { "content-type": "multipart/form-data" } })).status).toBe(
    400,
  );
  for (let n = 0; n < 3; n++) await breakOff(session);
  await expect.poll(leftBehind, { timeout: 20_000 }).toEqual([]);
});

test("sec:C8 a file's name is a name: it leads nowhere, ends no header, and matches nothing by tricks", async () => {
  const names: [given: string, kept: string | RegExp][] = [
    ["../../../../etc/partners.csv", "partners.csv"],
    ["..\\..\\windows\\partners.csv", "partners.csv"],
    ["/etc/passwd/partners.csv", "partners.csv"],
    ["partners\u202egnp.csv", "partnersgnp.csv"],
    ["partners\u0000.csv", /^partners.*\.csv$/],
    ["partners\t\u0007.csv", "partners.csv"],
    ["partners<img src=x onerror=alert(1)>.csv", "partnersimg src=x onerror=alert(1).csv"],
    [`partners${"x".repeat(5_000)}.csv`, /^file too|^$/],
  ];
  const db = await sql();
  for (const [given, kept] of names) {
    const { status, headers, text } = await upload({ session, name: given, content: list(row("1")) });
    expect(headers["set-cookie"], given).toBeUndefined();
    if (status === 422) {
      expect(text.length, given).toBeLessThan(1_000);
      continue;
    }
    expect(status, given).toBe(303);
    const id = String(headers.location).split("/").at(-1) as string;
    const [batch] = await db`select files -> 0 ->> 'name' as name from import_batches where id = ${id}`;
    expect(batch?.name).toMatch(kept instanceof RegExp ? kept : new RegExp(`^${kept.replace(/[.()]/g, "\\$&")}$`));
    await discard(String(headers.location));
  }
  const split = 'Content-Disposition: form-data; name="files"; filename="partners.csv\r\nSet-Cookie: a=b\r\nX-A: "';
  const answer = await upload({ session, heading: split, content: list(row("1")) });
  expect(answer.headers["set-cookie"]).toBeUndefined();
  expect(answer.status).toBeLessThan(500);
  const encoded =
    "Content-Disposition: form-data; name=\"files\"; filename*=UTF-8''..%2Fpartners%0d%0aSet-Cookie%3aa.csv";
  const other = await upload({ session, heading: encoded, content: list(row("1")) });
  expect(other.headers["set-cookie"]).toBeUndefined();
  expect(other.status).toBeLessThan(500);
  expect(leftBehind()).toEqual([]);
});

test("sec:C8 no name of a download holds what was asked for, and none of it becomes a header", async () => {
  const tricks = ["%0d%0aSet-Cookie:a=b", "..%2f..%2fx", "%22;filename=%22x.exe", "%00"];
  for (const trick of tricks)
    for (const path of [
      `/exports/deals?q=${trick}`,
      `/exports/${trick}`,
      `/metrics/${trick}/rows`,
      `/metrics/won_deals/rows?from=${trick}&to=${trick}&partner=${trick}`,
    ]) {
      const { status, headers } = await send(path, { session });
      expect([path, headers["set-cookie"]]).toEqual([path, undefined]);
      expect([path, status < 500]).toEqual([path, true]);
      expect(String(headers["content-disposition"] ?? 'attachment; filename="a.csv"')).toMatch(
        /^attachment; filename="[a-z_]+(-[\d-]+)?\.csv"$/,
      );
    }
});

test("sec:C8 a partner person can bring nothing in: not a file, not a row, whoever it names", async () => {
  for (const role of ["partner_admin", "partner_member", "executive", "channel_manager"] as const) {
    const person = await invent(role, a.id);
    strangers.push(person);
    const theirs = await sessionOf(person.id);
    const before = await contents();
    const { status, headers } = await upload({ session: theirs, content: list(row("1", a.name)) });
    expect([role, status, headers.location]).toEqual([role, 404, undefined]);
    expect({ ...(await contents()), attempts: "" }).toEqual({ ...before, attempts: "" });
    expect(leftBehind()).toEqual([]);
  }
});

test("sec:C1 no text of any file that can be taken out is a formula, and numbers stay numbers", async () => {
  const payloads = [
    ...["=1+1", "+1+1", "-5.00", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1"],
    ...["a\n=cmd|' /C calc'!A0", "a\r=1"],
  ];
  const admin = await invent("admin", a.id);
  strangers.push(admin);
  const undo = await plant(payloads, admin.id);
  try {
    const files = await Promise.all(exported().map(async (path) => ({ path, ...(await send(path, { session })) })));
    const bare: string[] = [];
    for (const { path, status, headers, text } of files) {
      expect([path, status, headers["content-type"]]).toEqual([path, 200, "text/csv; charset=utf-8"]);
      const rows = parse(text, { bom: true, record_delimiter: ["\r\n", "\n", "\r"] }) as string[][];
      expect(rows.length, path).toBeGreaterThan(1);
      for (const cell of rows.flat())
        if (/^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) && !/^-?\d+(\.\d{4})?$/.test(cell))
          bare.push(`${path}: ${cell}`);
      for (const payload of payloads.slice(0, 12))
        expect(
          rows.flat().some((cell) => cell.includes(`'${payload}`)),
          `${path} holds '${payload}`,
        ).toBe(true);
    }
    expect(bare).toEqual([]);
    expect(files.some(({ text }) => /,-5\.0000,/.test(text))).toBe(true);
  } finally {
    await undo();
  }
});

/** The addresses of every kind of file: those of a new kind fail until they are listed. */
function exported(): string[] {
  // Files that people added have a test of their own: e2e/security/added-files.spec.ts.
  const known = [
    ...["/exports/[report]", "/files/[fileId]", "/files/upload", "/imports/[batchId]/rows", "/metrics/[metric]/rows"],
    // The second holds what one of the reports above held when it was sent.
    ...["/incentives/payouts/[payoutBatchId]/file", "/reports/[runId]/file"],
  ].sort();
  const files = routes().filter((route) => /export|rows|download|csv|file|pdf/.test(route));
  expect(files).toEqual(known);
  expect(Object.keys(reports).length).toBeGreaterThan(2);
  return [
    ...Object.keys(reports).map((report) => `/exports/${report}`),
    "/metrics/new_pipeline/rows?from=2020-01-01&to=2030-01-01",
    "/metrics/enrolled_partners/rows?from=2020-01-01&to=2030-01-01",
  ];
}

/** Puts a payload into each text that a file shows, in a row of its own, and an amount of -5. Returns how to undo it. */
async function plant(payloads: string[], personId: string): Promise<() => Promise<void>> {
  const db = await sql();
  const partners = await db`select id, name, country, region, territory, specializations, manager_id from partners
    where merged_into_id is null and id <> ${a.id} order by id limit ${payloads.length}`;
  const deals =
    await db`select d.id, d.name, d.amount_e4, c.id as account_id, c.name as account, c.industry from deals d
    join lateral (select id, name, industry from accounts c where c.id = d.account_id) c on true
    where d.outcome = 'open' and d.id in (select distinct on (account_id) id from deals where outcome = 'open' order by account_id, id) limit ${payloads.length}`;
  const managers: string[] = [];
  for (const [n, text] of payloads.entries()) {
    const [partner, deal] = [partners[n], deals[n]] as [(typeof partners)[0], (typeof deals)[0]];
    const email = `c1-${n}-${personId}@northstar.example`;
    const [manager] =
      await db`insert into people (kind, name, email, role, access) values ('staff', ${text}, ${email}, 'channel_manager', 'active') returning id`;
    managers.push(manager?.id);
    await db`update partners set name = ${text}, country = ${text}, region = ${text}, territory = ${text}, specializations = ${[text]}, manager_id = ${manager?.id} where id = ${partner.id}`;
    await db`update deals set name = ${text}, amount_e4 = -50000 where id = ${deal.id}`;
    await db`update accounts set name = ${text}, industry = ${text} where id = ${deal.account_id}`;
    await db`insert into audit_entries (actor, actor_id, action, subject_type, subject_id, subject, before, after, reason)
      values (${text}, ${personId}, 'partner.changed', 'partner', ${partner.id}, ${text}, ${db.json({ name: text })}, ${db.json({ name: `${text}!` })}, ${text})`;
  }
  return async () => {
    for (const p of partners)
      await db`update partners set name = ${p.name}, country = ${p.country}, region = ${p.region}, territory = ${p.territory}, specializations = ${p.specializations}, manager_id = ${p.manager_id} where id = ${p.id}`;
    for (const d of deals) {
      await db`update deals set name = ${d.name}, amount_e4 = ${d.amount_e4} where id = ${d.id}`;
      await db`update accounts set name = ${d.account}, industry = ${d.industry} where id = ${d.account_id}`;
    }
    await db`delete from people where id = any(${managers})`;
  };
}

/** Takes a batch out again, as its page's button does. */
async function discard(path: string) {
  const db = await sql();
  await db`delete from import_batches where id = ${path.split("/").at(-1) as string}`;
}

function* endlessLine(size: number): Generator<Buffer> {
  yield Buffer.from(`${header}\n1,"`);
  const megabyte = Buffer.alloc(1024 * 1024, "x");
  for (let n = 0; n < size; n++) yield megabyte;
}

function* manyRows(size: number): Generator<Buffer> {
  yield Buffer.from(`${header}\n`);
  const filler = "x".repeat(2_000);
  for (let [n, bytes] = [0, 0]; bytes < size * 1024 * 1024; n++) {
    const line = Buffer.from(`${row(String(n), `Large ${n} ${filler}`)}\n`);
    bytes += line.length;
    yield line;
  }
}

/** Folders of this test's uploads that nobody took away. */
const leftBehind = () => folders().filter((name) => !wereThere.includes(name));
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("portal-import-"));

const p95 = (times: number[]) => [...times].sort((x, y) => x - y)[Math.floor(times.length * 0.95)] as number;

/** The web server's process, where the system tells. */
function webProcess(): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir(), "demo.json"), "utf8")) as { pid: number };
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((id) =>
      readFileSync(`/proc/${pid}/task/${id}/children`, "utf8").trim().split(" "),
    );
    return children
      .filter(Boolean)
      .map(Number)
      .find((child) => /next-server|server\.js/.test(readFileSync(`/proc/${child}/cmdline`, "utf8")));
  } catch {
    return undefined;
  }
}

function residentMb(): number | undefined {
  const pid = webProcess();
  if (!pid) return undefined;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
