import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";

const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The Chromium to test with: PLAYWRIGHT_CHROMIUM_PATH, else Playwright's own, else the system's. Only one that starts
 * counts: a downloaded browser lacks its libraries on a bare machine. Undefined when there is none.
 */
export function findChromium(): string | undefined {
  const given = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  return [...(given ? [given] : []), ...playwrightsOwn(), ...system].find(starts);
}

function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}

/** The full browser, or the headless shell of the same revision that `install --only-shell` leaves alone. */
function playwrightsOwn(): string[] {
  const full = chromium.executablePath();
  const [, revision] = /chromium-(\d+)/.exec(full) ?? [];
  const browsers = full.slice(0, full.indexOf("chromium-"));
  const shell = join(browsers, `chromium_headless_shell-${revision}`);
  if (!revision || !existsSync(shell)) return [full];
  const found = readdirSync(shell, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(^|\/)(chrome-)?headless[-_]shell(\.exe)?$/.test(name),
  );
  return [full, ...found.map((name) => join(shell, name)).filter((path) => existsSync(dirname(path)))];
}
