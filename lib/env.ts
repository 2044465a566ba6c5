import { z } from "zod";

const blankIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const text = z.preprocess(blankIsAbsent, z.string().optional());

const schema = z.object({
  DATABASE_URL: text,
  DATABASE_WEB_URL: text,
  DATABASE_WORKER_URL: text,
  DATA_DIR: z.preprocess(blankIsAbsent, z.string().default(".data")),
  AUTH_URL: z.preprocess(blankIsAbsent, z.url().optional()),
  AUTH_SECRET: z.preprocess(blankIsAbsent, z.string().min(32, "at least 32 characters").optional()),
  AUTH_SECRET_BEFORE: z.preprocess(blankIsAbsent, z.string().min(32, "at least 32 characters").optional()),
  AUTH_SSO_ISSUER: z.preprocess(blankIsAbsent, z.url().optional()),
  AUTH_SSO_ID: text,
  AUTH_SSO_SECRET: text,
  AUTH_SSO_DOMAINS: text,
  AUTH_SSO_SCOPE: z.preprocess(blankIsAbsent, z.string().default("openid email profile")),
  AUTH_SSO_ROLE_CLAIM: z.preprocess(blankIsAbsent, z.string().default("groups")),
  AUTH_SSO_ROLES: text,
  TRUST_PROXY: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(9).default(0)),
  BENCH_PAGE: z.preprocess(blankIsAbsent, z.enum(["0", "1"]).default("0")),
  SMTP_URL: text,
  MAIL_FROM: z.preprocess(blankIsAbsent, z.string().default("Tandem <portal@localhost>")),
});

export type Env = z.infer<typeof schema>;

/** The environment, checked. Throws with the names of the variables that are wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not right.\n  ${wrong.join("\n  ")}`);
}
