import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Target = { name: string; url: string; session?: string; paths: string[] };
export type Result = { found: string[]; did: string };

const needed = ["sqlmap", "wapiti"];

/** Throws with what to do when a scanner is missing. */
export function requireScanners(): void {
  const missing = needed.filter((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status !== 0);
  if (missing.length === 0) return;
  throw new Error(
    `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not installed. On Debian: apt-get install ${missing.join(" ")}`,
  );
}

/** wapiti: follows the links of the start pages and tries every parameter of an address. It sends no form that is signed in: they sign out. */
export async function wapiti({ name, url, session, paths }: Target, folder: string, seconds: number): Promise<Result> {
  const report = join(folder, `wapiti-${name}.json`);
  const method = session ? ":get" : "";
  const modules = ["sql", "xss", "exec", "file", "crlf", "redirect"];
  const said = await run(
    "wapiti",
    [
      ...["--url", `${url}/`, "--scope", "domain", "--flush-session", "--no-bugreport", "--verbose", "0"],
      ...["--module", modules.map((module) => `${module}${method}`).join(","), "--level", "1", "--depth", "3"],
      ...["--max-links-per-page", "25", "--max-files-per-dir", "8", "--max-parameters", "12", "--timeout", "10"],
      ...[
        "--max-scan-time",
        String(Math.floor(seconds * 0.3)),
        "--max-attack-time",
        String(Math.floor((seconds * 0.7) / modules.length)),
      ],
      ...["--format", "json", "--output", report, "--store-session", join(folder, `wapiti-${name}`)],
      ...paths.flatMap((path) => ["--start", `${url}${path}`]),
      ...(session ? ["--header", `Cookie: session=${session}`] : []),
    ],
    // It looks at its clock only between attacks, and writes its report last.
    seconds + 240,
  );
  if (!existsSync(report)) throw new Error(`wapiti left no report of ${name}`);
  const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, "utf8")) as WapitiReport;
  const found = Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([kind, all]) =>
    // A page that took long under attack is slow, not open.
    kind === "Resource consumption"
      ? []
      : all.map((one) => `${kind}: ${one.method} ${one.path} ${one.parameter}: ${one.info}`),
  );
  return { found, did: `wapiti tried ${/found (\d+) URLs/.exec(said)?.[1] ?? 0} addresses and forms` };
}

type Finding = { method: string; path: string; parameter: string; info: string };
type WapitiReport = {
  vulnerabilities: Record<string, Finding[]>;
  anomalies: Record<string, Finding[]>;
};

/**
 * sqlmap: every parameter of the addresses, by answers that differ and by errors. What it breaks without noticing stands in
 * the database's log, which counts as well; so unions and waiting are not tried. All are tried quickly first, then
 * thoroughly while there is time.
 */
export async function sqlmap({ name, url, session, paths }: Target, folder: string, seconds: number): Promise<Result> {
  const output = join(folder, `sqlmap-${name}`);
  const until = Date.now() + seconds * 1_000;
  const addresses = paths.filter((path) => path.includes("="));
  const tried = { quickly: 0, thoroughly: 0 };
  for (const way of ["quickly", "thoroughly"] as const)
    for (const path of addresses) {
      // What is tried quickly is tried in any case; a machine that is slow only goes less deep.
      const left = way === "quickly" ? 240 : Math.floor((until - Date.now()) / 1_000);
      if (left < 5) break;
      const args = [
        ...["-u", `${url}${path}`, "--batch", "--flush-session", "--disable-coloring", "--output-dir", output],
        ...["--dbms", "PostgreSQL", "--technique", "BE", "--level", "1", "--risk", "1"],
        ...["--threads", "4", "--timeout", "10", "--retries", "0"],
        ...(way === "quickly" ? ["--smart"] : []),
        ...(session ? ["--cookie", `session=${session}`] : []),
      ];
      await run("sqlmap", args, left);
      if (way === "quickly" || Date.now() < until) tried[way] += 1;
    }
  const did = `sqlmap tried ${tried.quickly} of ${addresses.length} addresses quickly, ${tried.thoroughly} thoroughly`;
  return { found: injections(output), did };
}

function injections(output: string): string[] {
  if (!existsSync(output)) return [];
  const logs = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("/log"));
  return logs.flatMap((file) => readFileSync(join(output, file), "utf8").match(/^Parameter: .*$/gm) ?? []);
}

/** Runs to its end or to the end of its time: what was found until then counts. Returns what it said. */
function run(command: string, args: string[], seconds: number): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: seconds * 1_000,
      killSignal: "SIGINT",
    });
    const killing = setTimeout(() => child.kill("SIGKILL"), (seconds + 20) * 1_000);
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.once("error", fail);
    child.once("close", () => {
      clearTimeout(killing);
      done(said);
    });
  });
}
