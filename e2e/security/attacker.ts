import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { connectionUrl } from "../../db/connection";
import { type Role, staffRoles } from "../../lib/access/roles";
import { dataDir, portalUrl } from "../portal";

/** The project's folder, where the build lies that is under test. */
export const root = resolve(import.meta.dirname, "../..");

let owner: Promise<postgres.Sql> | undefined;

/** The owner's connection: to look behind the portal, and to set up what no page can. */
export function sql(): Promise<postgres.Sql> {
  process.env.DATA_DIR = dataDir();
  owner ??= connectionUrl("owner").then((url) => postgres(url, { max: 4, onnotice: () => {} }));
  return owner;
}

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
export type Attempt = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The token of a session. */
  session?: string;
  /** Another server than the portal's. */
  at?: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 24 });

/** One request as it is given: no redirect is followed, no header is added or made safe. */
export async function send(path: string, attempt: Attempt = {}): Promise<Answer> {
  try {
    return await sendOnce(path, attempt, agent);
  } catch {
    // The server may have closed the kept connection in the moment of its use.
    return sendOnce(path, attempt, false);
  }
}

function sendOnce(path: string, attempt: Attempt, agent: Agent | false): Promise<Answer> {
  const { method = "GET", headers = {}, body, session, at } = attempt;
  const { hostname, port } = new URL(at ?? portalUrl());
  const cookie = session ? { cookie: `session=${session}` } : {};
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, method, agent, headers: { ...cookie, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString("utf8") }),
      );
      answer.on("error", fail);
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** A session of the person, made behind the portal's back: its token. */
export async function sessionOf(personId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const db = await sql();
  await db`insert into sessions (person_id, token_hash, via, expires_at) values (${personId}, ${hashOf(token)}, 'link', now() + interval '1 hour')`;
  return token;
}

/** A one-time link for the person, as if it had been mailed: its token. */
export async function linkFor(personId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const db = await sql();
  await db`insert into one_time_tokens (purpose, token_hash, browser_hash, person_id, expires_at)
    values ('sign_in', ${hashOf(token)}, ${hashOf(randomBytes(32).toString("hex"))}, ${personId}, now() + interval '10 minutes')`;
  return token;
}

export type Stranger = { id: string; email: string; role: Role; partnerId: string | null };

/** A person of the role who exists for one test: partner roles at the partner. `forget` removes them. */
export async function invent(role: Role, partnerId: string): Promise<Stranger> {
  const staff = (staffRoles as readonly string[]).includes(role);
  const stranger = {
    id: randomUUID(),
    email: `test-${randomBytes(6).toString("hex")}@${staff ? "northstar.example" : "partner.example"}`,
    role,
    partnerId: staff ? null : partnerId,
  };
  const db = await sql();
  await db`insert into people (id, kind, partner_id, name, email, role, access) values
    (${stranger.id}, ${staff ? "staff" : "partner"}, ${stranger.partnerId}, ${`Test ${role}`}, ${stranger.email}, ${role}, 'active')`;
  // No digest for them: a mail that nobody asked for would look like an effect of what is tested.
  await db`insert into digest_choices (person_id, rhythm, hour, weekday, urgent) values (${stranger.id}, 'off', 8, 1, false)`;
  return stranger;
}

export async function forget(strangers: Stranger[]): Promise<void> {
  const db = await sql();
  for (const { id } of strangers) {
    await db`delete from deals where id in (select deal_id from registrations where created_by_id = ${id})`;
    await db`delete from registrations where created_by_id = ${id}`;
    // Whoever decided something stays in the books, and may do nothing more.
    await db`delete from people where id = ${id}`.catch(
      () => db`update people set access = 'disabled' where id = ${id}`,
    );
  }
}

export type Cast = { a: { id: string; name: string }; b: { id: string; name: string } };

/** Two partners of the example program: the one who attacks, and one of the others. */
export async function partners(): Promise<Cast> {
  const db = await sql();
  const [a] = await db<{ id: string; name: string }[]>`select id, name from partners where name = 'Northwind Traders'`;
  const [b] = await db<{ id: string; name: string }[]>`select id, name from partners where name = 'Contoso Systems'`;
  return { a, b } as Cast;
}

export type ServerAction = { id: string; name: string };

/** Every server action of the build, unused ones as well: the machine's own list of what can be called. */
export function serverActions(): ServerAction[] {
  const manifest = JSON.parse(readFileSync(join(root, ".next/server/server-reference-manifest.json"), "utf8")) as {
    node: Record<string, { filename: string; exportedName: string }>;
  };
  return Object.entries(manifest.node)
    .map(([id, { filename, exportedName }]) => ({ id, name: `${filename} ${exportedName}` }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The paths of the build's pages and routes, as the folders name them. */
export function routes(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, ".next/app-path-routes-manifest.json"), "utf8"));
  return [...new Set(Object.values(manifest) as string[])].filter((path) => !path.startsWith("/_")).sort();
}

/** A form as it is sent: texts, and files by their name and text. */
export type Form = Record<string, string | { file: string; text: string }>;

/** Calls a server action with a form, as the browser's script would: origin and all, unless `attempt` says otherwise. */
export function callAction(id: string, path: string, form: Form, attempt: Attempt = {}) {
  const boundary = `----${randomBytes(8).toString("hex")}`;
  const parts: [string, Form[string]][] = [
    ...Object.entries(form).map(([key, value]): [string, Form[string]] => [`_1_${key}`, value]),
    ["0", '[{},"$K1"]'],
  ];
  const part = ([name, value]: [string, Form[string]]) =>
    typeof value === "string"
      ? `name="${name}"\r\n\r\n${value}`
      : `name="${name}"; filename="${value.file}"\r\nContent-Type: text/plain\r\n\r\n${value.text}`;
  const body = `${parts.map((each) => `--${boundary}\r\nContent-Disposition: form-data; ${part(each)}\r\n`).join("")}--${boundary}--\r\n`;
  return send(path, {
    method: "POST",
    body,
    ...attempt,
    headers: {
      origin: portalUrl(),
      "next-action": id,
      "content-type": `multipart/form-data; boundary=${boundary}`,
      ...attempt.headers,
    },
  });
}

/** Every row of every table as text, by table, without what merely being there changes. */
export async function contents(): Promise<Record<string, string>> {
  const db = await sql();
  // The worker seals the audit log by the clock; what it seals is compared. It says that it lives, and pages are counted later.
  const byItself = [
    "visits",
    "attempts",
    "audit_chain",
    "page_views",
    "job_workers",
    "job_looks",
    "job_runs",
    "job_slots",
  ];
  const tables = await db<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all(${byItself}) and relname not like 'metric%' order by 1`;
  const entries = await Promise.all(
    tables.map(async ({ name }) => {
      // A mail that was queued before is delivered when the worker comes to it.
      const moving: Record<string, string[]> = {
        sessions: ["last_seen_at"],
        mail_outbox: ["sealed", "sent_at", "attempts", "next_attempt_at", "error"],
      };
      const seen = db`- ${moving[name] ?? []}::text[]`;
      // That somebody was refused is written down.
      const kept = name === "audit_entries" ? db`where action <> 'access.refused'` : db``;
      const [row] =
        await db`select count(*) || ' rows ' || coalesce(md5(string_agg(md5((to_jsonb(t) ${seen})::text), '' order by md5((to_jsonb(t) ${seen})::text))), '') as sum from ${db(name)} t ${kept}`;
      return [name, row?.sum as string];
    }),
  );
  return Object.fromEntries(entries);
}

/**
 * Switches the second wall of the whole database off or on, table by table, so that readers only wait a moment. Answers
 * that were kept so far are dropped: they tell of the walls as they were.
 */
export async function rowSecurity(state: "enable" | "disable"): Promise<void> {
  const db = await sql();
  const tables = await db<
    { name: string }[]
  >`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
  for (const { name } of tables) await db.unsafe(`alter table ${name} ${state} row level security`);
  await db`delete from metric_answers`;
}

/** The path of a route with an id for each of its parameters, and a word for those that take one; or with the given ones. */
export const filled = (route: string, ids: string | Record<string, string>) =>
  route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => {
    if (typeof ids === "string") return words[name] ?? ids;
    if (!ids[name]) throw new Error(`There is no example of ${name} for ${route}`);
    return ids[name];
  });
const words: Record<string, string> = {
  metric: "sourced_revenue",
  report: "deals",
  source: "maven-crm",
  tierKey: "gold",
  stageKey: "proposal",
  rule: "protection_ending",
  nextauth: "session",
};

/** Does `work` with every item, at most `atOnce` of them at a time. */
export async function inTurns<Item>(items: Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
