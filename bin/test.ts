import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./commands/database";
import { build, dropDevelopmentTypes } from "./running/build";
import { installChromium } from "./running/chromium";

/** `asked`: runs only when it is named. */
type Part = { says: string; run: () => Promise<void>; asked?: true };

const tool = (name: string, ...args: string[]) => execute(join(root, "node_modules/.bin", name), args);
const architecture = "lib/architecture.test.ts";

const guards = ["access", "actions", "headers", "isolation", "matrix"].map((name) => `e2e/security/${name}.spec.ts`);

/** In the order in which they run: the quick ones first. */
const parts: Record<string, Part> = {
  lint: { says: "format and lint", run: () => tool("biome", "check", "--error-on-warnings", ".") },
  types: {
    says: "types",
    run: async () => {
      dropDevelopmentTypes();
      await tool("next", "typegen");
      await tool("tsc", "--noEmit");
    },
  },
  architecture: { says: "the layout of the code", run: () => tool("vitest", "run", "--project", "lib", architecture) },
  lib: {
    says: "rules, without a database",
    run: () => tool("vitest", "run", "--project", "lib", "--exclude", architecture),
  },
  db: { says: "queries, commands and the walls, on PostgreSQL", run: () => tool("vitest", "run", "--project", "db") },
  races: {
    says: "what two do at once, and random stories of money, thousands of times; only when named: minutes",
    asked: true,
    run: () => {
      process.env.ROUNDS = "all";
      return tool("vitest", "run", "--project", "db", ...testsInRounds());
    },
  },
  build: { says: "the production build", run: async () => void (await build(console.log)) },
  e2e: { says: "stories and accessibility in a browser", run: () => browserTests("stories") },
  guards: {
    says: "the first of the attacks: every route by every role, actions, headers, walls",
    // Each wall alone, read by a browser, is for the long run: db/reads.test.ts holds it for every read.
    run: () => browserTests("security", ...guards, "--grep-invert", "holds alone"),
  },
  faults: {
    says: "the database and the portal's processes stopped, killed and frozen under load; only when named: it wants the machine for itself",
    asked: true,
    run: () => tool("vitest", "run", "--project", "faults", "--maxWorkers", "2"),
  },
  security: {
    says: "attacks on the production build, by real actors; only when named: they take their minutes",
    asked: true,
    run: () => browserTests("security"),
  },
  scan: {
    says: "sqlmap, wapiti and npm audit; only when named: they need those tools and the registry",
    asked: true,
    run: () => execute(process.execPath, ["--conditions=react-server", "--import", "tsx", "bin/scan/scan.ts"]),
  },
  lighthouse: { says: "Lighthouse's scores; only when named", asked: true, run: () => browserTests("lighthouse") },
};

/** A part that hangs is ended; one that is asked for by name may take its time. */
const longestMs = 20 * 60_000;
const longestAskedMs = 90 * 60_000;
let running: ChildProcess | undefined;
let mayTakeMs = longestMs;

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    running?.kill("SIGTERM");
    process.exit(130);
  });
await main(process.argv.slice(2));

async function main(wanted: string[]) {
  if (wanted.includes("--help") || wanted.includes("-h")) return console.log(usage());
  const unknown = wanted.filter((name) => !parts[name] && name !== "setup");
  if (unknown.length > 0) {
    console.error(`There is no part "${unknown[0]}".\n${usage()}`);
    process.exit(2);
  }
  // Setting up is what bin/test itself has done by now.
  const results = new Map([["setup", true]]);
  for (const [name, part] of Object.entries(parts))
    if (wanted.length === 0 ? !part.asked : wanted.includes(name)) results.set(name, await passes(name, part));
  if (wanted.length > 0 && !wanted.includes("setup")) results.delete("setup");
  conclude(results);
}

async function passes(name: string, part: Part): Promise<boolean> {
  const started = Date.now();
  mayTakeMs = part.asked ? longestAskedMs : longestMs;
  console.log(`\n=== ${name}: ${part.says}`);
  const failure = await part.run().then(
    () => undefined,
    (error: Error) => error.message,
  );
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${failure === undefined ? "passed" : `FAILED (${failure})`}: ${name}, ${seconds} s`);
  return failure === undefined;
}

function conclude(results: Map<string, boolean>) {
  const failed = [...results].filter(([, ok]) => !ok).map(([name]) => name);
  console.log(failed.length ? `\nFailed: ${failed.join(", ")}` : "");
  console.log(`${results.size - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length ? 1 : 0;
}

function testsInRounds(): string[] {
  return readdirSync(join(root, "db"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("db", name))
    .filter((file) => /\brounds\(/.test(readFileSync(join(root, file), "utf8")));
}

async function browserTests(project: string, ...files: string[]) {
  installChromium();
  await tool("playwright", "test", `--project=${project}`, ...files);
}

function execute(command: string, args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    running = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], timeout: mayTakeMs });
    running.once("error", (error) => fail(error));
    running.once("close", (code, signal) => (code === 0 ? done() : fail(new Error(signal ?? `exit code ${code}`))));
  });
}

function usage(): string {
  const lines = Object.entries(parts).map(([name, { says }]) => `  ${name.padEnd(14)}${says}`);
  return `Usage: bin/test [part ...]\n\n  ${"setup".padEnd(14)}packages, always first\n${lines.join("\n")}`;
}
