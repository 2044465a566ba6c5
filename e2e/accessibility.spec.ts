import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { roleHolds } from "../lib/access/permissions";
import type { Role } from "../lib/access/roles";
import { pages } from "../lib/routes";
import { expect, test } from "./portal";
import { partners, sql } from "./security/attacker";

const pagesOf = (role: Role) =>
  [...new Set(pages.flatMap(({ href, permission }) => (roleHolds(role, permission) ? [href] : [])))].filter(
    // An import of the example that holds no row back leads on to its page.
    (path) => path !== "/imports/[batchId]/rows",
  );

test("every page of staff is free of serious faults for people with disabilities, light and dark, and fits a phone", async ({
  as,
}) => {
  test.setTimeout(420_000);
  await check(await as("admin", { reducedMotion: "reduce" }), pagesOf("admin"));
});

test("every page of partner people is, too", async ({ as }) => {
  test.setTimeout(240_000);
  await check(await as("partner_admin", { reducedMotion: "reduce" }), pagesOf("partner_admin"));
});

test("and the pages before signing in", async ({ page }) => {
  await check(page, ["/sign-in", "/sign-in/check-mail", "/sign-in/link", "/apply"]);
});

/** Two pages at a time: what is asked of each is a second's work of the browser. */
async function check(page: Page, templates: readonly string[]) {
  const paths = await filled(templates);
  const half = Math.ceil(paths.length / 2);
  const other = await page.context().newPage();
  const faults = await Promise.all([faultsOf(page, paths.slice(0, half)), faultsOf(other, paths.slice(half))]);
  expect(faults.flat()).toEqual([]);
}

async function faultsOf(page: Page, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const [index, path] of paths.entries()) {
    // The menu is the same on every page: it is looked at on the first.
    const axe = () => {
      const whole = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
      return index > 0 ? whole.exclude("aside") : whole;
    };
    const inTheDark = async () => {
      await page.emulateMedia({ colorScheme: "dark" });
      return axe().withRules(["color-contrast", "link-in-text-block"]).analyze();
    };
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    const wide = await widthBeyondPhone(page);
    if (wide > 1) faults.push(`${path}: ${wide} px wider than a phone`);
    await page.evaluate(shortenTables, rowsLookedAt);
    // Colours are all that the theme changes, and pages share them: every third page is looked at in the dark, or all.
    await page.emulateMedia({ colorScheme: "light" });
    const light = await axe().analyze();
    const looked = { light, ...(index % 3 === 0 || process.env.ROUNDS === "all" ? { dark: await inTheDark() } : {}) };
    for (const [theme, { violations }] of Object.entries(looked))
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          faults.push(`${path}, ${theme}: ${id} (${impact}) ${nodes[0]?.target.join(" ")}`);
  }
  return faults;
}

async function widthBeyondPhone(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (before) await page.setViewportSize(before);
  return beyond;
}

/** Rows of one table are made alike: the first ones tell of all. */
const rowsLookedAt = 5;

function shortenTables(most: number) {
  for (const body of document.querySelectorAll("tbody"))
    for (const row of [...body.querySelectorAll(":scope > tr")].slice(most)) row.remove();
}

async function filled(templates: readonly string[]): Promise<string[]> {
  const db = await sql();
  const { a } = await partners();
  const [ids] = await db<Record<string, string>[]>`select
    (select deal_id::text from deal_partners where partner_id = ${a.id} and role = 'sourcing' order by deal_id limit 1) as "dealId",
    (select id::text from leads where partner_id = ${a.id} and status = 'offered' order by id limit 1) as "leadId",
    (select id::text from registrations where partner_id = ${a.id} and status = 'returned' order by id limit 1) as "registrationId",
    (select id::text from scorecard_reviews where partner_id = ${a.id} and state = 'closed' order by number limit 1) as "reviewId",
    (select id::text from data_issues where partner_id = ${a.id} order by opened_at, id limit 1) as "issueId",
    (select id::text from closed_periods order by id limit 1) as "periodId",
    (select id::text from incentive_plans where status = 'draft' order by id limit 1) as "planId",
    (select id::text from tier_moves where partner_id = ${a.id} order by id limit 1) as "moveId",
    (select partner_id || '&month=' || to_char(month, 'YYYY-MM') || '&currency=' || currency from statements where partner_id = ${a.id} order by month desc limit 1) as statement,
    (select id::text from earnings where partner_id = ${a.id} order by id limit 1) as "earningId",
    (select id::text from payout_batches where status = 'prepared' order by number limit 1) as "payoutBatchId",
    (select id::text from alerts where partner_id = ${a.id} and shared and ended_at is null order by id limit 1) as "alertId",
    (select id::text from applications where state = 'submitted' order by id limit 1) as "applicationId",
    (select id::text from announcements order by id limit 1) as "announcementId",
    (select id::text from fund_budgets order by id limit 1) as "budgetId",
    (select id::text from fund_requests where partner_id = ${a.id} order by status <> 'approved', id limit 1) as "requestId",
    (select id::text from fund_claims where partner_id = ${a.id} order by id limit 1) as "claimId",
    (select id::text from people where partner_id = ${a.id} and access = 'active' order by id limit 1) as "personId",
    (select id::text from quality_findings where resolved_at is null order by id limit 1) as "findingId",
    (select id::text from duplicate_pairs where kind = 'account' and gone_at is null order by id limit 1) as "pairId",
    (select id::text from import_batches order by created_at desc limit 1) as "batchId"`;
  const asking: Record<string, string> = {
    "/incentives/statement": "?partner=[statement]",
    "/issues/new": "?metric=sourced_revenue",
  };
  const known: Record<string, string | null> = {
    ...ids,
    partnerId: a.id,
    tierKey: "gold",
    stageKey: "proposal",
    metric: "sourced_revenue",
    source: "maven-crm",
    rule: "stalled_deals",
  };
  const missing = Object.keys(known).filter((name) => !known[name]);
  expect(missing, "has something to show").toEqual([]);
  return templates
    .map((path) => path + (asking[path] ?? ""))
    .map((path) => path.replace(/\[(\w+)\]/g, (_, name: string) => known[name] as string));
}
