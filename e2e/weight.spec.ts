import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import type { Role } from "../lib/access/roles";
import { expect, portalUrl, test } from "./portal";
import { partners } from "./security/attacker";

/** HTML of the main pages in kB before compression: a tenth to a third above what they weigh with the example program. */
const pages: readonly [role: Role, path: string, mostKb: number][] = [
  ["admin", "/home", 180],
  ["admin", "/partners", 200],
  ["admin", "/deals", 240],
  ["admin", "/partners/[partnerId]", 185],
  ["admin", "/metrics/sourced_revenue", 195],
  ["partner_admin", "/home", 140],
];
const mostScriptKb = 40;
/** A tenth of what people notice. */
const mostMoved = 0.01;
const kb = (bytes: number) => Math.round(bytes / 100) / 10;

for (const [role, template, mostKb] of pages)
  test(`${template} is light for a ${role.replace("_", " ")}: little HTML and script, nothing fetched ahead, nothing moves`, async ({
    as,
    page: stranger,
  }) => {
    const path = template.replace("[partnerId]", (await partners()).a.id);
    const floor = await weigh(stranger, "/sign-in");
    const weight = await weigh(await as(role), path);
    test.info().annotations.push({ type: "weight", description: JSON.stringify(weight) });
    expect(weight.html, "kB of HTML").toBeLessThan(mostKb);
    expect(weight.script - floor.script, "kB of script beyond the sign-in page's").toBeLessThan(mostScriptKb);
    expect(weight.ahead, "pages fetched ahead").toEqual([]);
    expect(weight.moved, "layout shift").toBeLessThan(mostMoved);
    expect(weight.largestMs, "the largest paint was seen").toBeGreaterThan(0);
  });

test("a list that comes in two pieces is painted as a whole: its columns do not move", async ({ as }) => {
  const slow = await inTwoPieces((html) => html.split("<tr", 12).join("<tr").length);
  try {
    const page = await as("admin");
    await page.addInitScript(watchPaints);
    await page.goto(`${slow.url}/deals`);
    await expect(page.locator("tbody tr")).toHaveCount(50);
    expect((await paintsOf(page)).moved, "layout shift").toBe(0);
  } finally {
    await slow.stop();
  }
});

/** Passes the portal's pages on, each up to a place and, when a browser has had time to paint that, the rest. */
async function inTwoPieces(place: (html: string) => number) {
  const server = createServer(async ({ url, headers }, answer) => {
    const whole = await fetch(portalUrl() + url, { headers: { cookie: headers.cookie ?? "" } });
    const body = Buffer.from(await whole.arrayBuffer());
    const type = whole.headers.get("content-type") ?? "";
    answer.writeHead(whole.status, { "content-type": type });
    if (!type.startsWith("text/html")) return answer.end(body);
    const first = Buffer.from(body.toString().slice(0, place(body.toString())));
    answer.write(first);
    await sleep(1_000);
    answer.end(body.subarray(first.length));
  });
  await new Promise<void>((done) => server.listen(0, done));
  const stop = () => new Promise((done) => server.close(done).closeAllConnections());
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, stop };
}

async function weigh(page: Page, path: string) {
  const scripts: Promise<number>[] = [];
  const ahead: string[] = [];
  page.on("response", (answer) => {
    const request = answer.request();
    if (request.resourceType() === "script") scripts.push(answer.body().then((body) => gzipSync(body).length));
    if (request.headers().rsc) ahead.push(new URL(request.url()).pathname);
  });
  await page.addInitScript(watchPaints);
  const html = (await (await page.goto(path))?.text())?.length ?? 0;
  await page.waitForLoadState("networkidle");
  const paints = await paintsOf(page);
  const script = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  return { html: kb(html), script: kb(script), ahead, ...paints };
}

const paintsOf = (page: Page) => page.evaluate(() => (window as unknown as { paints: Paints }).paints);

type Paints = { moved: number; largestMs: number };

/** Runs in the page before anything else. */
function watchPaints() {
  const paints = { moved: 0, largestMs: 0 };
  (window as unknown as { paints: Paints }).paints = paints;
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("layout-shift", (entry) => {
    paints.moved += (entry as PerformanceEntry & { value: number }).value;
  });
  observe("largest-contentful-paint", (entry) => {
    paints.largestMs = Math.round(entry.startTime);
  });
}
