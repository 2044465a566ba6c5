import { expect, mailsTo, signInByLink, test } from "./portal";

for (const [role, name] of [
  ["partner_admin", "Nora"],
  ["partner_member", "Sam"],
] as const) {
  test(`the ${role.replace("_", " ")} signs in by a link in the mail and reads the own company's figures`, async ({
    as,
  }) => {
    const page = await as(role);
    await page.goto("/home");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Hello, ${name}`);
    await expect(page.getByText(/Northwind Traders in /)).toBeVisible();
    for (const figure of ["Sourced revenue", "Sourced pipeline", "Win rate"])
      await expect(page.getByRole("link", { name: figure, exact: true })).toBeVisible();
    await expect(page.getByRole("navigation").first()).not.toContainText(/Imports|Audit|Tiers/);
    await expect(page.getByText("Contoso")).toHaveCount(0);
  });
}

test("a partner admin invites a colleague, who signs in by mail and loses access when it is ended", async ({
  as,
  browser,
  baseURL,
  watch,
}) => {
  const page = await as("partner_admin");
  const email = `colleague-${Date.now()}@northwind.example`;
  await page.goto("/team");
  await page.getByLabel("Name").fill("Kim Colleague");
  await page.getByLabel("Work e-mail").fill("not an address");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Nobody was invited.")).toBeVisible();
  await expect(page.getByLabel("Work e-mail")).toHaveValue("not an address");
  await page.getByLabel("Name").fill("Kim Colleague");
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Kim Colleague was invited. The mail is on its way.")).toBeVisible();
  await expect.poll(async () => (await mailsTo(email)).length).toBe(1);

  const context = await browser.newContext({ baseURL });
  const theirs = watch(await context.newPage());
  await signInByLink(theirs, email);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Hello, Kim");

  await page.goto("/team");
  const row = page.getByRole("listitem").filter({ hasText: email });
  await row.getByRole("button", { name: /End/ }).click();
  await expect(page.getByText("Kim Colleague has no access any more.").first()).toBeVisible();
  await theirs.goto("/home");
  await expect(theirs).toHaveURL(/\/sign-in/);
  await context.close();
});

test("signing out ends the session, also for the back button", async ({ browser, baseURL, watch }) => {
  const context = await browser.newContext({ baseURL });
  const page = watch(await context.newPage());
  await signInByLink(page, "carla.mendes@contoso.example");
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goBack();
  // The page asks anew on its way back; leaving before its answer has come would be an error in the console.
  await page.waitForLoadState("networkidle");
  await expect(page.getByLabel("Your work e-mail")).toBeVisible();
  await expect(page.getByText("Contoso Systems")).toHaveCount(0);
  await page.goto("/home");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("a partner person opens a deal of the own company with its history", async ({ as }) => {
  const page = await as("partner_member");
  await page.goto("/deals?outcome=won");
  await page.locator("tbody a").first().click();
  await expect(page).toHaveURL(/\/deals\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { name: /history/i }).first()).toBeVisible();
});
