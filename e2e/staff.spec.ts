import { roleLabels, staffRoles } from "../lib/access/roles";
import { expect, test } from "./portal";

const scorecard = [
  "Sourced revenue",
  "Sourced pipeline",
  "Win rate",
  "Active partners",
  "Training completion",
  "Renewal revenue",
  "Expansion revenue",
  "Return on channel investment",
];

for (const role of staffRoles) {
  test(`the ${roleLabels[role].toLowerCase()} signs in by single sign-on and reads the scorecard`, async ({ as }) => {
    const page = await as(role);
    await page.goto("/home");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const figure of scorecard) await expect(page.getByRole("link", { name: figure, exact: true })).toBeVisible();
    await expect(page.getByText(roleLabels[role]).first()).toBeVisible();
  });
}

test("whoever is not signed in is sent to the sign-in page, and returns to where they wanted to go", async ({
  page,
}) => {
  await page.goto("/deals?outcome=won");
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: "Continue with single sign-on" }).click();
  await page.getByRole("button", { name: "Elif Kaya" }).click();
  await page.waitForURL("**/deals?outcome=won");
});

test("a channel manager filters gold partners in one region and opens a figure down to its rows", async ({ as }) => {
  const page = await as("channel_manager");
  await page.goto("/partners");
  const all = await page.getByRole("table").first().getByRole("row").count();
  await page.locator("summary").filter({ hasText: /^Tier/ }).click();
  await page.getByRole("checkbox", { name: "Gold" }).check();
  await page
    .getByRole("button", { name: /Apply|Filter|Show/ })
    .first()
    .click();
  await page.waitForURL(/tier=gold/);
  await page
    .locator("summary")
    .filter({ hasText: /^Region/ })
    .click();
  const region = page.locator('details[open] input[type="checkbox"]').first();
  const name = (await region.getAttribute("value")) as string;
  await region.check();
  await page
    .getByRole("button", { name: /Apply|Filter|Show/ })
    .first()
    .click();
  await page.waitForURL(/region=/);
  const rows = page.getByRole("table").first().getByRole("row");
  expect(await rows.count()).toBeLessThan(all);

  await page.goto(`/metrics/sourced_revenue?period=last_year&tier=gold&region=${encodeURIComponent(name)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sourced revenue");
  await page.getByRole("table").last().locator("tbody a").first().click();
  await expect(page).toHaveURL(/\/(deals|partners)\//);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a figure on the home page leads to its explanation with the same value and the rows it counts", async ({
  as,
}) => {
  const page = await as("program_owner");
  await page.goto("/home?period=last_quarter");
  const card = page
    .locator("div.group")
    .filter({ has: page.getByRole("link", { name: "Sourced revenue", exact: true }) })
    .first();
  const exact = /exactly (.*)$/.exec(
    (await card.locator(".text-numeral").innerText()).replace(/\s+/g, " "),
  )?.[1] as string;
  await card.getByRole("link", { name: "Sourced revenue", exact: true }).click();
  await expect(page).toHaveURL(/\/metrics\/sourced_revenue/);
  await expect(page.locator("p.text-numeral").first()).toHaveText(exact);
  await expect(page.getByRole("table").last().getByRole("row").nth(1)).toBeVisible();
});

test("a manager moves a deal to won, also with JavaScript off, and staff and partner see it in their figures", async ({
  as,
}) => {
  const [partner, plain, page] = [
    await as("partner_admin"),
    await as("channel_manager", { javaScriptEnabled: false }),
    await as("channel_manager"),
  ];
  const figureFor = async (reader: typeof page, path: string) => {
    await reader.goto(path);
    return reader.locator("p.text-numeral").first().innerText();
  };
  const own = "/metrics/sourced_revenue?period=this_year";
  const before = await figureFor(partner, own);
  await partner.goto("/deals?outcome=open&role=sourced&sort=amount");
  const deal = (await partner.locator("tbody a").first().getAttribute("href")) as string;
  await partner.goto(deal);
  await expect(partner.getByRole("button", { name: /Move/ })).toHaveCount(0);

  await plain.goto(deal);
  await plain.getByLabel(/^From .* to$/).selectOption({ label: "Lost" });
  await plain.getByRole("button", { name: "Move the deal" }).click();
  await expect(plain.getByText("The deal was not moved.")).toBeVisible();
  await expect(plain.getByText("Lost needs a reason").first()).toBeVisible();
  await expect(plain.locator("select option:checked").first()).toHaveText("Lost");
  const next = plain.locator("select option", { hasText: "likely" }).first();
  const stage = ((await next.innerText()).split(",")[0] as string).trim();
  await plain.getByLabel(/^From .* to$/).selectOption((await next.getAttribute("value")) as string);
  await plain.getByRole("button", { name: "Move the deal" }).click();
  await expect(plain.getByText(new RegExp(`moved this deal (back )?to ${stage}$`)).first()).toBeVisible();

  await page.goto(deal);
  await page.getByLabel("What is to be done next").fill("Thank the buyer");
  await page.getByRole("button", { name: "Save the next step" }).click();
  await expect(page.getByText("The next step is saved.")).toBeVisible();
  await page.getByLabel(`From ${stage} to`).selectOption({ label: "Won" });
  await page.getByRole("button", { name: "Move the deal" }).click();
  await expect(page.getByText("closed this deal as won").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Move the deal" })).toHaveCount(0);
  await expect(page.getByLabel("What is to be done next")).toHaveValue("Thank the buyer");
  const company = (await page.locator('main a[href^="/partners/"]').first().getAttribute("href")) as string;

  const after = await figureFor(partner, own);
  expect(after).not.toBe(before);
  expect(await figureFor(page, `${own}&partner=${company.split("/").at(-1)}`)).toBe(after);
  await partner.goto(deal);
  await expect(partner.getByText(/Won|closed this deal as won/).first()).toBeVisible();
  await expect(partner.getByText("Thank the buyer")).toHaveCount(0);
});

test("staff look at the portal as a partner, with a reason, changing nothing, and the log says so", async ({ as }) => {
  const page = await as("program_owner");
  await page.goto("/partners?q=Northwind");
  await page.getByRole("link", { name: "Northwind Traders" }).click();
  await page.waitForURL(/\/partners\/[0-9a-f-]{36}/);
  await page.goto(`${page.url().split("?")[0]}/view-as`);
  await page.getByRole("button", { name: "Start viewing" }).click();
  await expect(page.getByText("Nothing was started.")).toBeVisible();
  await page.getByLabel("Reason").fill("They asked what they see");
  await page.getByRole("button", { name: "Start viewing" }).click();
  await expect(page).toHaveURL(/\/home/);
  await page.goto("/team");
  await expect(page.getByText(/Northwind Traders/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Send invitation" })).toHaveCount(0);
  await page
    .getByRole("button", { name: /^(Stop|End|Back)/ })
    .first()
    .click();
  await page.goto("/admin/audit");
  await expect(page.getByText("They asked what they see").first()).toBeVisible();
});

test("a wrong entry names the field, keeps what was typed and changes nothing", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/partners/new");
  await page.getByLabel("Website").fill("not an address");
  await page.getByRole("button", { name: /Create/ }).click();
  await expect(page.getByText("The partner was not created.")).toBeVisible();
  await expect(page.getByLabel("Website")).toHaveValue("not an address");
  await expect(page).toHaveURL(/\/partners\/new/);
});
