import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { root } from "@/bin/commands/database";
import { builtServer } from "@/bin/running/build";
import { firstFreePort } from "@/bin/running/ports";
import { type Database, until } from "./database";

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  ms: number;
};
export type Sent = { method?: string; headers?: Record<string, string>; body?: string | Buffer; session?: string };

/** A web process of the production build. */
export type Portal = Awaited<ReturnType<typeof startPortal>>;
let portFrom = 5200 + (process.pid % 90) * 20;

/** Starts one; `beside` is another instance whose public address and secret it shares. */
export async function startPortal(database: Pick<Database, "dataDir" | "urls">, env: Record<string, string> = {}) {
  const port = await firstFreePort(portFrom);
  portFrom = port + 1;
  const url = `http://localhost:${port}`;
  const logFile = join(database.dataDir, `web-${port}.log`);
  const temporary = join(database.dataDir, "tmp");
  mkdirSync(temporary, { recursive: true });
  const log = openSync(logFile, "w");
  const given = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "localhost",
    TMPDIR: temporary,
    DATABASE_WEB_URL: database.urls.web,
    AUTH_URL: url,
    AUTH_SECRET: "x".repeat(40),
    ...env,
  } as unknown as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [builtServer], { cwd: root, env: given, stdio: ["ignore", log, log] });
  const ended = new Promise<{ code: number | null; signal: string | null; at: number }>((done) =>
    child.once("close", (code, signal) => done({ code, signal, at: Date.now() })),
  );
  const portal = {
    url,
    origin: given.AUTH_URL as string,
    child,
    ended,
    temporary,
    log: () => readFileSync(logFile, "utf8"),
    lives: () => child.exitCode === null && child.signalCode === null,
    stop: () => stop(child, ended),
  };
  await until(() => healthy(portal.url, "/api/health"), 30_000, "the portal to start");
  return portal;
}

async function stop(child: ChildProcess, ended: Promise<unknown>) {
  child.kill("SIGKILL");
  await ended;
}

/** Whether the address answers 200, soon. */
export async function healthy(url: string, path = "/api/health/ready"): Promise<boolean> {
  const answer = await send(url, path).catch(() => undefined);
  return answer?.status === 200;
}

/** Longer than the portal may take: what runs into it has hung. */
export const hangMs = 20_000;
export const agent = new Agent({ keepAlive: true, maxSockets: 600 });

/**
 * One request, as it is. Fails for a connection that breaks, and for an answer that does not come. A page that is asked
 * for on a kept connection just as that ends is asked for again, as every browser does; a write never is.
 */
export async function send(url: string, path: string, sent: Sent = {}): Promise<Answer> {
  const kept = (sent.method ?? "GET") === "GET";
  try {
    return await sendOnce(url, path, sent, kept ? agent : false);
  } catch (error) {
    if (!(error as { reused?: boolean }).reused) throw error;
    return sendOnce(url, path, sent, false);
  }
}

function sendOnce(url: string, path: string, sent: Sent, through: Agent | false): Promise<Answer> {
  const { method = "GET", headers = {}, body, session } = sent;
  const { hostname, port } = new URL(url);
  const cookie = session ? { cookie: `session=${session}` } : {};
  const started = performance.now();
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, method, agent: through, headers: { ...cookie, ...headers } });
    asked.setTimeout(hangMs, () => asked.destroy(Object.assign(new Error("hang"), { code: "HANG" })));
    const broken = (error: NodeJS.ErrnoException) =>
      fail(Object.assign(error, { reused: asked.reusedSocket && error.code === "ECONNRESET" }));
    asked.once("error", broken);
    asked.once("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.once("error", fail);
      answer.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const ms = performance.now() - started;
        done({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms });
      });
    });
    asked.end(body);
  });
}

/** The build's id for a server action. */
export function actionId(name: string): string {
  const manifest = JSON.parse(readFileSync(join(root, ".next/server/server-reference-manifest.json"), "utf8"));
  const all = Object.entries(manifest.node as Record<string, { exportedName: string }>);
  const found = all.find(([, { exportedName }]) => exportedName === name);
  if (!found) throw new Error(`there is no action ${name}`);
  return found[0];
}

/** A multipart form, as bytes and its type. */
export function multipart(parts: { name: string; value: string | Buffer; file?: string }[]) {
  const boundary = `----${randomBytes(8).toString("hex")}`;
  const pieces = parts.flatMap(({ name, value, file }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"\r\nContent-Type: text/csv` : ""}\r\n\r\n`,
    value,
    "\r\n",
  ]);
  const body = Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

/** Calls a server action as the browser's script does. */
export function callAction(
  portal: Pick<Portal, "url" | "origin">,
  name: string,
  path: string,
  form: Record<string, string>,
  session: string,
): Promise<Answer> {
  const fields = Object.entries(form).map(([key, value]) => ({ name: `_1_${key}`, value }));
  const { body, type } = multipart([...fields, { name: "0", value: '[{},"$K1"]' }]);
  // As a load balancer passes it on: the public name, whichever instance it is sent to.
  const host = new URL(portal.origin).host;
  const headers = { host, origin: portal.origin, "next-action": actionId(name), "content-type": type };
  return send(portal.url, path, { method: "POST", body, session, headers });
}

export type People = { staff: string; partner: string; partnerId: string };

/** A member of staff and a partner's person, signed in: their sessions. */
export function signInPeople(database: Database): Promise<People> {
  return database.asOwner(async (sql) => {
    const [partner] =
      await sql`insert into partners (name, type, status) values ('Fabrikam', 'reseller', 'active') returning id`;
    const add = async (kind: string, role: string, partnerId: string | null) => {
      const [person] = await sql`insert into people (kind, partner_id, name, email, role, access)
        values (${kind}, ${partnerId}, ${`Test ${role}`}, ${`${role}@${kind}.example`}, ${role}, 'active') returning id`;
      const token = randomBytes(32).toString("base64url");
      const hash = createHash("sha256").update(token).digest("hex");
      await sql`insert into sessions (token_hash, person_id, via, expires_at)
        values (${hash}, ${person?.id}, 'link', now() + interval '1 day')`;
      return token;
    };
    return {
      staff: await add("staff", "admin", null),
      partner: await add("partner", "partner_admin", partner?.id),
      partnerId: partner?.id as string,
    };
  });
}
