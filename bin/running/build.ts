import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFileLock } from "@/db/server/lock";
import { root } from "../commands/database";

const sources = ["app", "components", "db", "lib", "public", "patches"];
const files = [
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "package-lock.json",
  "tsconfig.json",
];
const standalone = join(root, ".next/standalone");
const mark = join(standalone, "built-from");

/** The server that `build` leaves. */
export const builtServer = join(standalone, "server.js");

/** Whether the last build was made from the sources as they are. */
export const isBuilt = () => existsSync(mark) && readFileSync(mark, "utf8") === fingerprint();

/** Builds the portal when its sources have changed since the last build. Returns whether it did; throws with the build's output. */
export async function build(say: (text: string) => void): Promise<boolean> {
  if (isBuilt()) return false;
  mkdirSync(join(root, ".cache"), { recursive: true });
  return withFileLock(join(root, ".cache/build.lock"), async () => {
    const from = fingerprint();
    if (existsSync(mark) && readFileSync(mark, "utf8") === from) return false;
    say("Building (a minute or so the first time) ...");
    rmSync(mark, { force: true });
    dropDevelopmentTypes();
    await nextBuild();
    cpSync(join(root, ".next/static"), join(standalone, ".next/static"), { recursive: true });
    if (existsSync(join(root, "public"))) cpSync(join(root, "public"), join(standalone, "public"), { recursive: true });
    writeFileSync(mark, from);
    return true;
  });
}

/** Removes the types of routes that a development server left, perhaps half-written: the compiler reads them too. */
export function dropDevelopmentTypes(): void {
  rmSync(join(root, ".next/dev/types"), { recursive: true, force: true });
}

/** A build knows no secret, and what it could have taken in would stand out. */
export const notOfTheBuild = "not-of-the-build";
const secrets = [
  "DATABASE_URL",
  "DATABASE_WEB_URL",
  "DATABASE_WORKER_URL",
  "AUTH_SECRET",
  "AUTH_SSO_SECRET",
  "SMTP_URL",
];
const unknownSecrets = Object.fromEntries(secrets.map((name) => [name, `${notOfTheBuild}-${name}-${"x".repeat(32)}`]));

function nextBuild(): Promise<void> {
  const next = join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, ...unknownSecrets, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  return new Promise((done, fail) => {
    execFile(process.execPath, [next, "build"], { cwd: root, env, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      error ? fail(new Error(`The build failed.\n${stdout}\n${stderr}`)) : done(),
    );
  });
}

function fingerprint(): string {
  const hash = createHash("sha256").update(process.version);
  const all = [...sources.flatMap((folder) => filesIn(join(root, folder))), ...files.map((file) => join(root, file))];
  for (const file of all.sort()) {
    if (/\.test\.tsx?$/.test(file) || !existsSync(file)) continue;
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
