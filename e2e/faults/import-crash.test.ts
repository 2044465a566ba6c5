import { readdirSync } from "node:fs";
import { request } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, startDatabase, until } from "./database";
import { figure } from "./figures";
import {
  type Answer,
  callAction,
  healthy,
  multipart,
  type People,
  type Portal,
  send,
  signInPeople,
  startPortal,
} from "./portal";

const rows = 2_000;
let database: Database;
let portal: Portal;
let people: People;

beforeAll(async () => {
  database = await startDatabase();
  people = await signInPeople(database);
  portal = await startPortal(database);
});

afterAll(async () => {
  await portal?.stop();
  await database?.remove();
});

/** A list of partners whose ids begin with `prefix`; `broken` is a line whose quote is never closed. */
function list(prefix: string, broken?: number): Buffer {
  const lines = Array.from({ length: rows }, (_, n) =>
    n + 2 === broken
      ? `${prefix}-${n},"${prefix} ${n}`
      : `${prefix}-${n},${prefix} ${n},Reseller,Silver,Active,2024-01-01,Oslo,Norway,EMEA,SMB,,`,
  );
  return Buffer.from(
    ["Id,Name,Type,Tier,Status,Joined,City,Country,Region,Segment,Domain,Website", ...lines, ""].join("\n"),
  );
}

const form = (file: Buffer) =>
  multipart([
    { name: "source", value: "partner-list" },
    { name: "files", value: file, file: "partners.csv" },
  ]);

function upload(file: Buffer): Promise<Answer> {
  const { body, type } = form(file);
  // As a browser's form does: a program would be told of a refusal by the status.
  const headers = { origin: portal.origin, accept: "text/html", "content-type": type };
  return send(portal.url, "/imports/upload", { method: "POST", body, headers, session: people.staff });
}

async function uploaded(file: Buffer): Promise<string> {
  const { status, headers, text } = await upload(file);
  expect(status, text).toBe(303);
  return String(headers.location).replace("/imports/", "");
}

const act = (name: "publishImport" | "revertImport", batch: string) =>
  callAction(
    portal,
    name,
    `/imports/${batch}`,
    { batch, ...(name === "revertImport" && { reason: "a test" }) },
    people.staff,
  );
const succeeded = (answer: Answer) => String(answer.headers["x-action-redirect"] ?? "").startsWith("/imports/");

type State = { batches: Record<string, string>; partners: number; staged: number; changes: number; known: number };
const state = (): Promise<State> =>
  database.asOwner(async (sql) => {
    const [row] = await sql`select (select coalesce(jsonb_object_agg(id, status), '{}') from import_batches) as batches,
      (select count(*)::int from partners) as partners, (select count(*)::int from import_rows) as staged,
      (select count(*)::int from import_changes) as changes, (select count(*)::int from external_ids) as known`;
    return row as unknown as State;
  });
const countsOf = (batch: string) =>
  database.asOwner(async (sql) => (await sql`select status, counts, error from import_batches where id = ${batch}`)[0]);

/** Begins `work`, waits until it hangs at `table`, which is locked meanwhile, and kills there. */
async function killedAt(table: string, work: () => Promise<unknown>, kill: () => Promise<unknown>) {
  const lock = postgres(database.urls.owner, { max: 1, onnotice: () => {} });
  const locked = await lock.reserve();
  await locked.unsafe(`begin; lock table ${table} in share mode`);
  const ended = work().catch((error: Error) => error);
  await until(async () => (await transactions("wait_event_type = 'Lock'")) > 0, 30_000, `it to reach ${table}`);
  await kill();
  // The lock still holds: what waits for it must end because its client is gone.
  if (!portal.lives())
    await until(async () => (await transactions()) === 0, 15_000, "the dead process's transaction to end");
  locked.release();
  await lock.end({ timeout: 1 });
  await ended;
}

const transactions = (which = "true") =>
  database.asOwner(async (sql) => {
    const open = await sql`select from pg_stat_activity
      where usename = 'portal_web' and xact_start is not null and ${sql.unsafe(which)}`;
    return open.length;
  });

const kills = {
  "the web process": async () => {
    portal.child.kill("SIGKILL");
    await portal.ended;
  },
  PostgreSQL: () => database.end("SIGKILL"),
};

async function restarted() {
  await database.start();
  if (!portal.lives()) portal = await startPortal(database);
  await until(() => healthy(portal.url), 15_000, "readiness");
}

test("a file that cannot be read to its end is refused with the line, and nothing of it stays (sec:C6)", async () => {
  const before = await state();
  const batch = await uploaded(list("broken", 1_500));
  const kept = await countsOf(batch);
  expect(kept).toMatchObject({ status: "failed", counts: null });
  expect(kept?.error).toMatch(/line 1,?500|row 1,?500/);
  const page = await send(portal.url, `/imports/${batch}`, { session: people.staff });
  expect(page.text).toContain("The files were not taken in");
  expect(await state()).toEqual({ ...before, batches: { [batch]: "failed" } });
});

test.each(Object.entries(kills))(
  "an import survives that %s is killed in its middle: nothing half, and it can be done again (sec:C6)",
  async (who, kill) => {
    const file = list(who);
    const before = await state();
    const unchanged = async () => expect(await state()).toEqual(before);

    await halfAnUpload(file, kill);
    await restarted();
    await unchanged();
    await killedAt("import_items", () => upload(file), kill);
    await restarted();
    await unchanged();

    const batch = await uploaded(file);
    const staged = await state();
    for (const table of ["partners", "audit_entries"]) {
      await killedAt(table, () => act("publishImport", batch), kill);
      await restarted();
      expect(await state()).toEqual(staged);
      expect(await countsOf(batch)).toMatchObject({ status: "checked" });
    }
    expect(succeeded(await act("publishImport", batch))).toBe(true);
    const published = await state();
    expect([published.partners, published.known]).toEqual([before.partners + rows, before.known + rows]);

    await killedAt("audit_entries", () => act("revertImport", batch), kill);
    await restarted();
    expect(await state()).toEqual(published);
    expect(succeeded(await act("revertImport", batch))).toBe(true);
    const reverted = await state();
    expect([reverted.partners, reverted.known]).toEqual([before.partners, before.known]);

    expect(readdirSync(portal.temporary)).toEqual([]);
    expect(await locks()).toBe(0);
    figure({
      check: "C6",
      what: `${who} killed in upload, staging, publish (2x), revert`,
      tried: 5,
      failed: 0,
      lost: 0,
    });
  },
);

test("the same file twice, and twice at once, changes things once (sec:C7)", async () => {
  const file = list("twice");
  const [one, two] = await Promise.all([uploaded(file), uploaded(file)]);
  const answers = await Promise.all([act("publishImport", one), act("publishImport", two)]);
  expect(answers.map(succeeded)).toEqual([true, true]);
  const counts = [await countsOf(one), await countsOf(two)].map((batch) => batch?.counts);
  expect(counts.sort((a, b) => b.created - a.created)).toEqual([
    { created: rows, changed: 0, unchanged: 0, quarantined: 0 },
    { created: 0, changed: 0, unchanged: rows, quarantined: 0 },
  ]);
  const image = await contents();
  const again = await uploaded(file);
  expect(succeeded(await act("publishImport", again))).toBe(true);
  expect((await countsOf(again))?.counts).toEqual({ created: 0, changed: 0, unchanged: rows, quarantined: 0 });
  expect(await contents()).toEqual(image);
  figure({ check: "C7", what: `${rows} rows twice at once, then again`, tried: 3, failed: 0, lost: 0 });
});

/** Sends the half of a file, kills, and sees the connection break. */
function halfAnUpload(file: Buffer, kill: () => Promise<unknown>): Promise<void> {
  const { body, type } = form(file);
  const { hostname, port } = new URL(portal.url);
  const headers = {
    origin: portal.origin,
    "content-type": type,
    "content-length": body.length,
    cookie: `session=${people.staff}`,
  };
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path: "/imports/upload", method: "POST", headers, agent: false });
    sent.once("error", () => {});
    sent.once("response", (answer) => answer.resume());
    sent.write(body.subarray(0, body.length / 2));
    until(
      () => readdirSync(portal.temporary).some((name) => name.startsWith("portal-import-")),
      15_000,
      "the upload to begin",
    )
      .then(kill)
      .then(() => sent.destroy())
      .then(() => done(), fail);
  });
}

const locks = () =>
  database.asOwner(async (sql) => {
    const held = await sql`select from pg_locks l join pg_stat_activity a using (pid)
      where a.usename = 'portal_web' and (l.locktype = 'advisory' or l.mode like '%Exclusive%')`;
    return held.length;
  });

/** What an import writes, whole. */
const contents = () =>
  database.asOwner(async (sql) => {
    const sum = (table: string) =>
      sql`select md5(string_agg(t::text, '' order by t::text)) as sum from ${sql(table)} t`.then(([row]) => row?.sum);
    return [await sum("partners"), await sum("partner_versions")];
  });
