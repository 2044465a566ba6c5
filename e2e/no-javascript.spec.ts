import { expect, mailsTo, nextLinkTo, test } from "./portal";

const pages = {
  program_owner: [
    "/home",
    "/home?period=last_year",
    "/partners?tier=gold",
    "/deals?outcome=won",
    "/metrics",
    "/metrics/sourced_revenue?period=last_year&by=tier",
    "/admin/tiers",
    "/admin/people",
  ],
  partner_admin: ["/home", "/deals", "/metrics", "/metrics/win_rate?period=last_year", "/team"],
} as const;

for (const [role, paths] of Object.entries(pages)) {
  test(`with JavaScript off a ${role.replace("_", " ")} reads the same on every page`, async ({ as }) => {
    const [scripted, plain] = [
      await as(role as keyof typeof pages),
      await as(role as keyof typeof pages, { javaScriptEnabled: false }),
    ];
    for (const path of paths) {
      await Promise.all([scripted.goto(path), plain.goto(path)]);
      const read = async (page: typeof plain) => words(await page.locator("main").innerText());
      await expect.poll(() => read(scripted), path).toEqual(await read(plain));
      const figures = plain.locator(".text-numeral");
      expect(await figures.allInnerTexts(), path).toEqual(await scripted.locator(".text-numeral").allInnerTexts());
    }
  });
}

test("with JavaScript off a partner person signs in, filters a list and is told what is wrong in a form", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  const email = "felix.brenner@contoso.example";
  const before = (await mailsTo(email)).length;
  await page.goto("/sign-in");
  await page.getByLabel("Your work e-mail").fill("nobody");
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  await expect(page.getByText("No link was sent.")).toBeVisible();
  await expect(page.getByLabel("Your work e-mail")).toHaveValue("nobody");
  await page.getByLabel("Your work e-mail").fill(email);
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  await page.waitForURL("**/sign-in/check-mail");
  await page.goto(await nextLinkTo(email, before));
  await page.getByRole("button", { name: /^Sign in to/ }).click();
  await page.waitForURL("**/home");
  await page.goto("/deals");
  await page.getByRole("searchbox").first().fill("zzzz no such deal");
  await page.getByRole("searchbox").first().press("Enter");
  await expect(page).toHaveURL(/q=zzzz/);
  await context.close();
});

/** What a person reads, without the minute in which it was counted. */
const words = (text: string) =>
  text
    .replace(/Counted \d+ \w+ \d{4}, \d\d:\d\d/g, "Counted")
    .replace(/\s+/g, " ")
    .trim();
