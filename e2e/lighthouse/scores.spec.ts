import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import type { Role } from "../../lib/access/roles";
import { findChromium } from "../browser";
import { expect, portalUrl, test } from "../portal";
import { partners } from "../security/attacker";

const pages: readonly [role: Role, path: string][] = [
  ["admin", "/home"],
  ["admin", "/partners"],
  ["admin", "/deals"],
  ["admin", "/partners/[partnerId]"],
  ["admin", "/metrics/sourced_revenue"],
  ["partner_admin", "/home"],
];
const onlyCategories = ["performance", "accessibility", "best-practices"];

for (const theme of ["light", "dark"] as const)
  for (const [role, template] of pages)
    test(`Lighthouse finds nothing to better in ${template} for a ${role.replace("_", " ")}, ${theme}`, async ({
      as,
    }) => {
      test.setTimeout(180_000);
      const url = portalUrl() + template.replace("[partnerId]", (await partners()).a.id);
      const cookies = await (await as(role)).context().cookies();
      const { scores, failed, paintMs } = await score(url, [
        ...cookies,
        { name: "theme", value: theme, url: portalUrl() },
      ]);
      console.log(`${role} ${template} ${theme}: ${JSON.stringify(scores)}, largest paint ${paintMs} ms`);
      // Performance is printed, not asserted: it measures the machine as well.
      expect({ ...scores, performance: 100, failed }).toEqual({
        performance: 100,
        accessibility: 100,
        "best-practices": 100,
        failed: [],
      });
    });

type Cookies = Parameters<Awaited<ReturnType<typeof chromium.launchPersistentContext>>["addCookies"]>[0];

/** Lighthouse opens its own tab, so the person's cookies stand in a profile of their own. */
async function score(url: string, cookies: Cookies) {
  const profile = mkdtempSync(join(tmpdir(), "portal-lighthouse-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: ["--remote-debugging-port=0"],
  });
  try {
    await context.addCookies(cookies);
    const port = Number(readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0]);
    const result = await lighthouse(url, { port, onlyCategories, disableStorageReset: true }, desktopConfig);
    if (!result) throw new Error("Lighthouse has no result");
    const { categories, audits, finalDisplayedUrl } = result.lhr;
    expect(finalDisplayedUrl).toBe(url);
    const scores = Object.fromEntries(
      Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]),
    );
    const asked = ["accessibility", "best-practices"].flatMap((id) => categories[id]?.auditRefs ?? []);
    const failed = asked
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => audits[id]?.title);
    return { scores, failed, paintMs: Math.round(audits["largest-contentful-paint"]?.numericValue ?? 0) };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
