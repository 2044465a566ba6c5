import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import type { Role } from "../lib/access/roles";
import { expect, test } from "./portal";
import { partners } from "./security/attacker";

/** HTML of the main pages in kB before compression: a third above what they weigh with the example program. */
const pages: readonly [role: Role, path: string, mostKb: number][] = [
  ["admin", "/home", 180],
  ["admin", "/partners", 200],
  ["admin", "/deals", 240],
  ["admin", "/partners/[partnerId]", 165],
  ["admin", "/metrics/sourced_revenue", 140],
  ["partner_admin", "/home", 140],
];
const mostScriptKb = 40;
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
    // When a table's rows come in two pieces, its columns settle by a few pixels; what people notice begins at 0.1.
    expect(weight.moved, "layout shift").toBeLessThan(0.03);
    expect(weight.largestMs, "the largest paint was seen").toBeGreaterThan(0);
  });

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
  const paints = await page.evaluate(() => (window as unknown as { paints: Paints }).paints);
  const script = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  return { html: kb(html), script: kb(script), ahead, ...paints };
}

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
