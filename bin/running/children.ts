import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../commands/database";

export type Child = { name: string; pid: number | undefined; ended: Promise<string>; stop: () => Promise<void> };

/** Longer than server and worker give themselves to end what is on its way. */
const patienceMs = 15_000;

/**
 * Starts a Node program in a process group of its own; its output goes to `logFile`. `ended` resolves to why it ended,
 * with the end of its log. It ends with this process, also when that is killed.
 */
export function startChild(name: string, args: string[], env: NodeJS.ProcessEnv, logFile: string): Child {
  const log = openSync(logFile, "w", 0o600);
  const follow = join(root, "bin/running/end-with-parent.mjs");
  const child = spawn(process.execPath, ["--import", follow, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const ended = new Promise<string>((done) => {
    child.once("error", (error) => done(`${name} did not start: ${error.message}`));
    child.once("exit", (code, signal) => done(`${name} ended (${signal ?? `exit code ${code}`}).\n${tail(logFile)}`));
  });
  return { name, pid: child.pid, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>) {
  signal(child, "SIGTERM");
  const killing = setTimeout(() => signal(child, "SIGKILL"), patienceMs);
  await ended;
  clearTimeout(killing);
}

function signal(child: ChildProcess, name: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  try {
    process.kill(-child.pid, name);
  } catch {}
}

/** The last lines of a log. */
export function tail(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-25);
  return `--- the end of ${logFile}\n${lines.join("\n")}`;
}
