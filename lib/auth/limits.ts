import "server-only";
import { sql } from "drizzle-orm";
import { headers } from "next/headers";
import { asLogin } from "@/db/client";
import { readEnv } from "@/lib/env";
import { hashToken } from "./session-cookie";

/** At most `most` within `seconds`, counted in the database: by all processes together. */
const limits = {
  address: { most: 10, seconds: 900 },
  client: { most: 100, seconds: 900 },
  links: { most: 300, seconds: 60 },
  uses: { most: 600, seconds: 60 },
  applicant: { most: 5, seconds: 3600 },
  applications: { most: 60, seconds: 600 },
  answers: { most: 120, seconds: 60 },
  logouts: { most: 300, seconds: 60 },
  changes: { most: 600, seconds: 60 },
  exports: { most: 300, seconds: 60 },
  uploads: { most: 120, seconds: 60 },
  refusals: { most: 40, seconds: 900 },
} as const;

type Limit = keyof typeof limits;
type Counted = [limit: Limit, key: string];

/** Counts a request for a sign-in link. Returns null, or the seconds to wait; the same for known and unknown addresses. */
export const limitLinkRequest = async (email: string) => count([...linkKeys(email), ...(await clientKeys())]);

/** Counts an attempt to sign in, by a link or by single sign-on. Returns null, or the seconds to wait. */
export const limitSignIn = async () => count([...(await clientKeys()), ["uses", "all"]]);

/** Counts an application by the address that it names. Returns null, or the seconds to wait. */
export const limitApplication = async (email: string) => count([...applicantKeys(email), ...(await clientKeys())]);

/** Counts the use of a link about an application. Returns null, or the seconds to wait. */
export const limitApplicationLink = async () => count([...(await clientKeys()), ["answers", "all"]]);

/** Counts a logout token of the single sign-on provider. Returns null, or the seconds to wait. */
export const limitLogout = () => count([["logouts", "all"]]);

/** Counts what a signed-in person does, by the person. Returns null, or the seconds to wait. */
export const limitPerson = (what: "changes" | "exports" | "uploads" | "refusals", personId: string) =>
  count([[what, personId]]);

/** The pages whose forms are sent by whoever is not signed in, and what is counted of an address there. */
const publicForms = {
  "/sign-in": (email: string) => linkKeys(email),
  "/apply": (email: string) => applicantKeys(email),
};
export const isPublicForm = (path: string): path is keyof typeof publicForms => Object.hasOwn(publicForms, path);

/**
 * Seconds that a form of the sign-in page or an application still has to wait, counting nothing: the proxy answers 429 with
 * it, which an action cannot. The action counts, and refuses on its own.
 */
export async function publicWait(
  path: keyof typeof publicForms,
  sent: Headers,
  form: FormData | null,
): Promise<number | null> {
  const field = [...(form?.keys() ?? [])].find((name) => name === "email" || name.endsWith("_email"));
  const email = field && form?.get(field);
  const keys =
    typeof email === "string" ? publicForms[path](email.trim().toLowerCase()) : ([["uses", "all"]] as Counted[]);
  const waits = [...keys, ...clientKeysOf(sent)].map(
    ([limit, key]) => sql`attempt_wait(${nameOf(limit, key)}, ${limits[limit].most})`,
  );
  const [row] = await asLogin((db) =>
    db.execute<{ wait: number }>(sql`select greatest(${sql.join(waits, sql`, `)}) as wait`),
  );
  return row?.wait || null;
}

/** What a person reads who has to wait. */
export function tooMany(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
}

/** The same as the answer of a route. */
export const tooManyRequests = (seconds: number) =>
  new Response(`${tooMany(seconds)}\n`, {
    status: 429,
    headers: { "Retry-After": String(seconds), "Content-Type": "text/plain; charset=utf-8" },
  });

/** Refused for one address, an attempt must not use up what all share: so the order. */
const linkKeys = (email: string): Counted[] => [
  ["address", email],
  ["links", "all"],
];

const applicantKeys = (email: string): Counted[] => [
  ["applicant", email],
  ["applications", "all"],
];

const clientKeys = async () => clientKeysOf(await headers());

/**
 * The address that the reverse proxy saw. Anybody can send X-Forwarded-For: with TRUST_PROXY=n its n last entries were
 * written by proxies of ours, and the first of those counts; without, none does.
 */
function clientKeysOf(sent: Headers): Counted[] {
  const { TRUST_PROXY } = readEnv();
  if (TRUST_PROXY === 0) return [];
  const client = sent.get("x-forwarded-for")?.split(",").at(-TRUST_PROXY)?.trim().slice(0, 64);
  return client ? [["client", client]] : [];
}

async function count(attempts: Counted[]): Promise<number | null> {
  for (const [limit, key] of attempts) {
    const { most, seconds } = limits[limit];
    const attempt = sql`select count_attempt(${nameOf(limit, key)}, ${most}, ${seconds}) as wait`;
    const [row] = await asLogin((db) => db.execute<{ wait: number }>(attempt));
    if (row?.wait) return row.wait;
  }
  return null;
}

const nameOf = (limit: Limit, key: string) => `${limit} ${hashToken(key)}`;
