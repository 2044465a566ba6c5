import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool, type Pool } from "./pool";
import { ensureServer, stopServer } from "./server/embedded";

const parcels = pgTable("parcels", { id: bigint({ mode: "bigint" }).primaryKey(), name: text().notNull() });

let dataDir: string;
let url: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "portal-pool-"));
  chmodSync(dataDir, 0o755);
  url = (await ensureServer(dataDir, { fsync: false, sharedBuffers: "32MB" })).url;
  await withPool(
    { max: 1 },
    (sql) => sql`create table parcels as select g::int8 id, 'p' || g as name
    from generate_series(1, 1000) g`,
  );
});

afterAll(async () => {
  await stopServer(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function withPool<T>(options: Parameters<typeof openPool>[1], work: (sql: Pool) => Promise<T>): Promise<T> {
  const sql = openPool(url, options);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function orHang<T>(work: Promise<T>, ms = 5000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("hang")), ms);
  });
  return Promise.race([work, hang]).finally(() => clearTimeout(timer));
}

const operations = {
  awaited: (sql: Pool, mark: string) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.partner_id', ${mark}, true)`;
      await tx`select pg_sleep(0.003)`;
      return (await tx`select current_setting('app.partner_id') as mark`)[0]?.mark;
    }),
  pipelined: (sql: Pool, mark: string) =>
    sql.begin(async (tx) => {
      const context = tx`select set_config('app.partner_id', ${mark}, true)`.then(
        () => null,
        (error: unknown) => error,
      );
      const [, seen] = await Promise.all([
        tx`select count(*) from parcels where id > ${7}`,
        tx`select current_setting('app.partner_id') as mark`,
      ]);
      const failed = await context;
      if (failed) throw failed;
      return seen[0]?.mark;
    }),
  drizzled: (sql: Pool, mark: string) =>
    drizzle(sql).transaction(async (tx) => {
      await tx.execute(`select set_config('app.partner_id', '${mark}', true)`);
      await tx.select().from(parcels).where(eq(parcels.id, 5n));
      return (await tx.execute("select current_setting('app.partner_id') as mark"))[0]?.mark;
    }),
  stubborn: (sql: Pool, mark: string) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.partner_id', ${mark}, true)`;
      await tx`select pg_sleep(0.004)`.catch(() => {});
      await sleep(2);
      await tx`select 1`.catch(() => {});
      return (await tx`select current_setting('app.partner_id') as mark`)[0]?.mark;
    }),
  rolledBack: async (sql: Pool, mark: string) => {
    const thrown = new Error("on purpose");
    const ended = sql.begin(async (tx) => {
      await tx`select set_config('app.partner_id', ${mark}, true)`;
      throw thrown;
    });
    return ended.catch((error) => (error === thrown ? mark : Promise.reject(error)));
  },
  plain: async (sql: Pool, mark: string) => {
    const [row] =
      await sql`select coalesce(current_setting('app.partner_id', true), '') as outside, ${mark}::text as mark`;
    if (row?.outside !== "") throw new Error(`leak: ${row?.outside}`);
    return row.mark;
  },
};

test("connections killed in mid-transaction give errors; no hang, no mixed-up session, and the pool recovers", async () => {
  const tally = { ok: 0, lost: 0, kills: 0 };
  const wrong: string[] = [];
  let running = true;

  async function worker(sql: Pool, id: number) {
    const kinds = Object.entries(operations);
    for (let n = id; running; n++) {
      const [name, operation] = kinds[n % kinds.length] as (typeof kinds)[number];
      const mark = `${id}-${n}`;
      try {
        const seen = await orHang(Promise.resolve(operation(sql, mark)));
        if (seen === mark) tally.ok++;
        else wrong.push(`${name}: ${mark} saw ${seen}`);
      } catch (error) {
        const { code, message } = error as { code?: string; message: string; cause?: { code?: string } };
        const known = ["CONNECTION_CLOSED", "57P01", "ECONNRESET", "EPIPE"];
        const cause = (error as { cause?: { code?: string } }).cause?.code;
        if (known.includes(code ?? "") || known.includes(cause ?? "")) tally.lost++;
        else wrong.push(`${name}: ${code} ${message}`);
      }
    }
  }

  async function killer(sql: Pool) {
    while (running) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'victim' order by random() limit 1`;
      tally.kills++;
      await sleep(10 + 30 * Math.random());
    }
  }

  const pools = [openPool(url, { max: 3, applicationName: "victim" })];
  pools.push(openPool(url, { max: 3, applicationName: "victim", pipelined: true }));
  await withPool({ max: 1 }, async (control) => {
    const all = [killer(control), ...[...Array(8).keys()].map((id) => worker(pools[id % 2] as Pool, id))];
    await sleep(10_000);
    running = false;
    await Promise.all(all);
    expect(wrong).toEqual([]);
    expect(tally.lost).toBeGreaterThan(50);
    expect(tally.ok).toBeGreaterThan(300);
    for (const sql of pools) {
      const after = await orHang(Promise.all([...Array(50).keys()].map((n) => sql`select ${n}::int as n`)));
      expect(after.map(([row]) => row?.n)).toEqual([...Array(50).keys()]);
      await sql.end({ timeout: 5 });
    }
    if (process.env.VERBOSE) console.log(tally);
  });
});

test("a transaction for a viewer takes two round trips however many queries it holds: one out, one to commit", async () => {
  const counted = await countingProxy();
  const sql = openPool(counted.url, { max: 1, pipelined: true });
  const read = () =>
    sql.begin((tx) => {
      tx`select set_config('app.partner_id', ${"a"}, true)`.catch(() => {});
      return Promise.all([1, 2, 3, 4, 5, 6].map((n) => tx`select ${n}::int as n`));
    });
  await read();
  counted.reset();
  expect((await read()).map(([row]) => row?.n)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(counted.roundTrips()).toBe(2);
  await sql.end({ timeout: 5 });
  counted.close();
});

/** A way to the server that counts how often an answer follows a question. It holds answers back a little, so that questions of one turn are together. */
async function countingProxy() {
  let turns = 0;
  let asked = false;
  const { port } = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    client.on("data", (data) => {
      if (!asked) turns += 1;
      asked = true;
      upstream.write(data);
    });
    upstream.on("data", (data) =>
      setTimeout(() => {
        asked = false;
        client.write(data);
      }, 30),
    );
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const here = new URL(url);
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: here.href,
    reset: () => {
      turns = 0;
    },
    roundTrips: () => turns,
    close: () => server.close(),
  };
}

test("drizzle prepares a query once, and pipelines it from then on", () =>
  withPool({ max: 1 }, async (sql) => {
    const db = drizzle(sql);
    for (const id of [3n, 4n]) {
      expect(await db.select().from(parcels).where(eq(parcels.id, id))).toEqual([{ id, name: `p${id}` }]);
    }
    const found = await sql.unsafe("select * from pg_prepared_statements where statement like '%parcels%'");
    expect(found).toHaveLength(1);
    expect(Number(found[0]?.generic_plans) + Number(found[0]?.custom_plans)).toBe(2);
  }));

test("a query with a long list of parameters is not kept as a prepared statement", () =>
  withPool({ max: 1 }, async (sql) => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ id: BigInt(5000 + n), name: "batch" }));
    await drizzle(sql).insert(parcels).values(rows);
    expect(await sql.unsafe("select from pg_prepared_statements where statement like 'insert%'")).toHaveLength(0);
  }));

test("int8 is a bigint, numeric and date are strings, and statements have a time limit", () =>
  withPool({ max: 1 }, async (sql) => {
    const [row] = await sql`select 9007199254740993::int8 big, 12.50::numeric exact, ${"2025-01-31"}::date as day,
      current_setting('statement_timeout') as limit, array[1, 2]::int8[] as many`;
    expect(row).toEqual({ big: 9007199254740993n, exact: "12.50", day: "2025-01-31", limit: "15s", many: [1n, 2n] });
    const unlimited = await withPool({ statementTimeoutMs: 0 }, (own) => own`show statement_timeout`);
    expect(unlimited[0]?.statement_timeout).toBe("0");
  }));

test("a query of a transaction that has ended is refused instead of reaching another session", () =>
  withPool({ max: 1 }, async (sql) => {
    const escaped = await sql.begin(async (tx) => ({ tx }));
    await expect(orHang(Promise.resolve(escaped.tx`select 1`))).rejects.toMatchObject({ code: "TRANSACTION_ENDED" });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  }));

test("a query whose parameter cannot be sent fails alone, also when others are on the way", () =>
  withPool({ max: 1 }, async (sql) => {
    // Known already, so that it is sent in one piece behind the running query.
    await sql`select ${"good"}::text`;
    const bad = {
      toString: () => {
        throw new Error("unsendable");
      },
    } as unknown as string;
    const results = await orHang(
      Promise.allSettled([sql`select pg_sleep(0.05)`, sql`select ${bad}::text`, sql`select 2 as two`]),
    );
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  }));

test("a COPY that the server refuses or loses fails, and the pool goes on", () =>
  withPool({ max: 1, applicationName: "copier" }, async (sql) => {
    await sql`create temp table copied (id int primary key)`;
    const copy = async (source: Iterable<string> | AsyncIterable<string>) =>
      pipeline(Readable.from(source), await sql`copy copied from stdin`.writable());
    await copy(["1\n", "2\n"]);
    await expect(orHang(copy(["2\n"]))).rejects.toMatchObject({ code: "23505" });
    expect((await sql`select count(*) from copied`)[0]?.count).toBe(2n);
    async function* interrupted() {
      yield "3\n";
      await withPool(
        { max: 1 },
        (own) => own`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'copier'`,
      );
      await sleep(100);
      yield "4\n";
    }
    await expect(orHang(copy(interrupted()))).rejects.toThrow();
    expect(await orHang(Promise.resolve(sql`select 1 as one`))).toEqual([{ one: 1 }]);
  }));

test("a server that stops answering is given up within the limit, and the pool goes on with another connection", async () => {
  const deaf = new Set<() => void>();
  const line = createServer((near) => {
    const far = connect(Number(new URL(url).port), "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => {});
    deaf.add(() => near.unpipe(far));
  });
  await new Promise<void>((done) => line.listen(0, "127.0.0.1", done));
  const through = new URL(url);
  through.port = String((line.address() as AddressInfo).port);
  const sql = openPool(through.href, { max: 1, answerTimeoutMs: 500 });
  try {
    // Slower than the limit as a whole, never silent for as long.
    await sql.begin(async (tx) => {
      for (const _ of [1, 2, 3]) await tx`select pg_sleep(0.3)`;
      await sleep(700);
      await tx`select 1`;
    });
    for (const silence of deaf) silence();
    await expect(orHang(Promise.resolve(sql`select 1`))).rejects.toMatchObject({ code: "ANSWER_TIMEOUT" });
    expect(await orHang(Promise.resolve(sql`select 1 as one`))).toEqual([{ one: 1 }]);
    for (const silence of deaf) silence();
    const transaction = sql.begin((tx) => tx`select 2`);
    await expect(orHang(transaction)).rejects.toMatchObject({ code: "ANSWER_TIMEOUT" });
    expect(await orHang(Promise.resolve(sql`select 3 as three`))).toEqual([{ three: 3 }]);
  } finally {
    await sql.end({ timeout: 1 });
    line.close();
  }
});
