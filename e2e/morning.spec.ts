import type { Locator } from "@playwright/test";
import { expect, test } from "./portal";

test("a manager's morning goes from sign-in to a decision in four clicks, and each figure is one click from its rows (req:W1)", async ({
  page,
}) => {
  let clicks = 0;
  const click = async (what: Locator) => {
    clicks += 1;
    await what.click();
  };
  await page.goto("/sign-in");
  await click(page.getByRole("button", { name: "Continue with single sign-on" }));
  await click(page.getByRole("button", { name: "Jonas Weber" }));
  await page.waitForURL("**/home");
  const waiting = page.getByRole("region", { name: "Waiting for your decision" }).getByRole("listitem");
  const before = await waiting.count();
  const customer = await waiting.first().getByRole("link").innerText();
  await click(waiting.first().getByRole("link"));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(customer);
  await click(page.getByRole("button", { name: "Decide" }));
  await expect(page.getByText(/^Approved, protected until/)).toBeVisible();
  expect(clicks).toBe(4);

  await page.goto("/home");
  await expect(waiting).toHaveCount(before - 1);
  await expect(page.getByRole("link", { name: customer })).toHaveCount(0);
  const stalled = page.getByRole("region", { name: "Stalled deals" });
  const [, deals] = /(\d+) deals, /.exec(await stalled.innerText()) as RegExpExecArray;
  await stalled.getByRole("link", { name: `All ${deals}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Stalled deals" })).toBeVisible();
  await expect(page.getByText(`${deals} in all`)).toBeVisible();
  await page.goto("/home");
  const call = page.getByRole("region", { name: "Partners to call, and why" }).getByRole("listitem").first();
  await expect(call).toContainText(/fell by|still for more than|expires|ends on|Silent since/);
  await call.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/partners\/[0-9a-f-]{36}/);
});

test("the executive's page says whether we are on plan, why and what next, and prints on one sheet (req:W2)", async ({
  as,
}) => {
  const page = await as("executive");
  await page.goto("/home");
  for (const question of ["Are we on plan?", "Why?", "What next?"])
    await expect(page.getByText(question, { exact: false }).first()).toBeVisible();
  await expect(page.getByText(/^(On plan|Close to plan|Behind plan|No plan set)$/)).toBeVisible();
  const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
  await page.getByRole("table", { name: "Regions" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/metrics\/sourced_revenue\?.*region=/);
});

test("the three questions about segments are answered in two clicks, without JavaScript as well (req:S9)", async ({
  as,
}) => {
  const page = await as("program_owner", { javaScriptEnabled: false });
  for (const [question, row] of [
    ["Gold partners without a valid certification", /Gold/],
    ["Inactive partners that still hold open deals", /Inactive/],
    ["High potential, under-performing", /the middle .* partner/],
  ] as const) {
    await page.goto("/home");
    await page.getByRole("link", { name: "Segments", exact: true }).click();
    await page.getByRole("link", { name: question }).first().click();
    const rows = page.getByRole("table", { name: "Partners of this segment" }).locator("tbody tr");
    if ((await rows.count()) === 0) await expect(page.getByText("No partner stands here")).toBeVisible();
    else await expect(rows.first()).toContainText(row);
  }
});
