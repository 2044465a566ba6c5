import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "@/e2e/browser";

/** Makes sure that there is a Chromium to test with: by Playwright's download, else by the system's packages. Throws when neither works. */
export function installChromium(): void {
  if (findChromium()) return;
  console.log("No Chromium is installed: downloading Playwright's ...");
  run("node_modules/.bin/playwright", ["install", "--only-shell", "chromium"], 180_000);
  if (findChromium()) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing the system's Chromium ...");
    run("apt-get", ["update", "-qq"], 120_000);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], 300_000);
  }
  if (findChromium()) return;
  throw new Error(
    "There is no Chromium that starts. Install one with the system's package manager or by " +
      "`npx playwright install --with-deps chromium`, or set PLAYWRIGHT_CHROMIUM_PATH to one.",
  );
}

function run(command: string, args: string[], timeout: number) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" } as NodeJS.ProcessEnv;
  spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], timeout, killSignal: "SIGKILL", env });
}
