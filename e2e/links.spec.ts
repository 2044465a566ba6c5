import type { Page } from "@playwright/test";
import { expect, test } from "./portal";

test("a link of a page opens the next one without loading it anew, and back leads back", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/deals");
  await mark(page);
  const first = page.locator("tbody .row-link").nth(1);
  const name = (await first.innerText()).trim();
  await first.click();
  await page.waitForURL(/\/deals\/[0-9a-f-]+$/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  expect(await isMarked(page)).toBe(true);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Deals" })).toBeVisible();
  expect(await isMarked(page)).toBe(true);
});

test("a link opens in a new tab when it is asked to, and the page stays", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/deals");
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Partners" });
  const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click({ modifiers: ["ControlOrMeta"] })]);
  await tab.waitForURL("**/partners");
  expect(new URL(page.url()).pathname).toBe("/deals");
});

test("sorting a list keeps the place on the page, another page starts at its top", async ({ as }) => {
  const page = await as("admin", { viewport: { width: 1440, height: 500 } });
  await page.goto("/deals");
  await mark(page);
  await page.evaluate(() => window.scrollTo(0, 300));
  // Playwright's own click would scroll to the header, which stands where it is already.
  const sort = page.getByRole("columnheader", { name: "Amount" }).getByRole("link");
  await sort.evaluate((link) => (link as HTMLElement).click());
  await page.waitForURL(/sort=amount/);
  await expect(page.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", /ending/);
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(200);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Partners" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Partners" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  expect(await isMarked(page)).toBe(true);
});

test("a download and a place on the same page are left to the browser", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/deals");
  const asked: string[] = [];
  page.on("request", (request) => void (request.headers().rsc && asked.push(request.url())));
  await page.locator("summary", { hasText: "Export" }).click();
  const csv = page.getByRole("link", { name: "CSV", exact: true });
  const [file] = await Promise.all([page.waitForEvent("download"), csv.click()]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  expect(asked, "asked for as a page").toEqual([]);
  await mark(page);
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  expect(page.url()).toMatch(/\/deals#main$/);
  expect(await isMarked(page)).toBe(true);
});

const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { sameDocument: true }));
const isMarked = (page: Page) => page.evaluate(() => "sameDocument" in window);
