import "server-only";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const flags = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--no-default-browser-check",
];

/** The browser that prints: CHROMIUM_PATH, else the system's. Undefined when there is none. */
export const findPrinter = (): string | undefined =>
  [process.env.CHROMIUM_PATH, process.env.PLAYWRIGHT_CHROMIUM_PATH, ...known].find((path) => path && existsSync(path));

type Message = { id?: number; method?: string; params?: Record<string, unknown>; result?: never; error?: Error };
type Say = (method: string, params?: object, sessionId?: string) => Promise<Record<string, string>>;

/** A page as it prints, as the bytes of a PDF. Throws a sentence when no browser is installed, and after `mostMs`. */
export async function printPage(
  address: string,
  cookie: { name: string; value: string },
  mostMs: number,
): Promise<Buffer> {
  const path = findPrinter();
  if (!path) throw new Error("PDF needs a Chromium on the worker's machine: install one or set CHROMIUM_PATH to it");
  const folder = mkdtempSync(join(tmpdir(), "portal-print-"));
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = spawn(path, [...flags, ...sandbox, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<never>((_, fail) => {
    browser.once("error", fail);
    browser.once("exit", () => fail(new Error("the browser that prints ended early")));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("the page was not printed in time")), mostMs);
  });
  try {
    return await Promise.race([print(browser.stdio[3] as Writable, browser.stdio[4] as Readable), ended, late]);
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    browser.kill("SIGKILL");
    await new Promise((done) =>
      browser.exitCode === null && !browser.signalCode ? browser.once("close", done) : done(0),
    );
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async function print(input: Writable, output: Readable): Promise<Buffer> {
    const { say, heard } = talk(input, output);
    const { targetId } = await say("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await say("Target.attachToTarget", { targetId, flatten: true });
    const secure = address.startsWith("https:");
    await say("Network.setCookie", { ...cookie, url: address, httpOnly: true, secure }, sessionId);
    await say("Page.enable", {}, sessionId);
    const loaded = heard("Page.loadEventFired");
    await say("Page.navigate", { url: address }, sessionId);
    await loaded;
    const paper = {
      paperWidth: 8.27,
      paperHeight: 11.69,
      marginTop: 0.5,
      marginBottom: 0.5,
      marginLeft: 0.4,
      marginRight: 0.4,
    };
    const { data } = await say(
      "Page.printToPDF",
      { printBackground: true, preferCSSPageSize: true, ...paper },
      sessionId,
    );
    return Buffer.from(data as string, "base64");
  }
}

/** Chromium's own protocol over its pipe: JSON messages that end with a zero byte. */
function talk(input: Writable, output: Readable): { say: Say; heard: (method: string) => Promise<void> } {
  const waiting = new Map<number, (message: Message) => void>();
  const events = new Map<string, () => void>();
  let last = 0;
  let rest = "";
  output.setEncoding("utf8").on("data", (piece: string) => {
    const parts = (rest + piece).split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message: Message = JSON.parse(part);
      if (message.id) waiting.get(message.id)?.(message);
      else if (message.method) events.get(message.method)?.();
    }
  });
  input.on("error", () => {});
  const say: Say = (method, params = {}, sessionId) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error) fail(new Error(`${method}: ${error.message}`));
        else done(result ?? {});
      });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  return { say, heard: (method) => new Promise((done) => events.set(method, done)) };
}
