import { readFileSync } from "node:fs";
import { expect, test } from "./portal";

test("a channel manager arranges the deals, keeps a view, sums it up, moves a deal and gives two to a colleague where they stand", async ({
  as,
}) => {
  const page = await as("channel_manager");
  const menu = (name: string) => page.locator("summary", { hasText: new RegExp(`^${name}`) });
  const kept = page.getByRole("navigation", { name: "Kept views" });
  const headings = () => page.locator("thead th").allInnerTexts();
  await page.goto("/deals?outcome=open&sort=amount&view=none");

  await menu("Columns").click();
  await page.getByLabel("Owner", { exact: true }).check();
  await page.getByLabel("Account", { exact: true }).uncheck();
  for (let n = 0; n < 6; n++) await page.getByRole("button", { name: "Move Owner up" }).click();
  await page.getByLabel("Dense rows").check();
  await page.getByRole("button", { name: "Apply", exact: true }).last().click();
  await expect.poll(headings).toEqual(["Deal", "Owner", "Partner", "Stage", "Opened", "Closes", "Amount"]);
  await expect(page.locator("table.dense")).toBeVisible();

  const name = `Open and large ${Date.now()}`;
  await menu("Views").click();
  await page.getByLabel("Keep this view as").fill(name);
  await page.getByRole("button", { name: "Keep the view" }).click();
  await expect(kept.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  await page.locator("thead").getByRole("link", { name: "Opened" }).click();
  await expect(kept.getByRole("link", { name: `${name} · changed` })).toBeVisible();
  await page.goto("/deals?view=none");
  await kept.getByRole("link", { name }).click();
  await expect(page).toHaveURL(/outcome=open/);
  await expect(page.locator('th[aria-sort="descending"]')).toHaveText("Amount");

  await menu("Export").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV", exact: true }).click(),
  ]);
  const lines = readFileSync((await file.path()) as string, "utf8").split("\r\n");
  expect(lines[0]).toBe("\ufeffDeal,Owner,Partner,Stage,Opened,Closed,Expected to close,Amount,Currency");
  expect(lines[1]).toContain(await page.locator("tbody .row-link").first().innerText());
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Sums", exact: true }).click();
  await page.getByRole("link", { name: "Partner", exact: true }).click();
  await expect(page.locator("thead th").first()).toHaveText("Partner");
  const group = page
    .locator("tbody tr")
    .filter({ has: page.locator("a") })
    .first();
  const [company, deals] = await group.locator("th, td").allInnerTexts();
  await group.getByRole("link").click();
  await expect(page.locator("tfoot")).toContainText(`Total of ${deals}`);
  await expect(page.locator("tbody tr").first()).toContainText(company as string);

  await page.getByRole("link", { name: "Board", exact: true }).click();
  const card = page
    .locator("li", { has: page.locator(".card-link") })
    .filter({ hasText: "Move" })
    .last();
  const moved = await card.locator(".card-link").innerText();
  await card.getByRole("link", { name: "Move", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Move this deal" });
  await dialog.getByLabel(/^From /).selectOption({ label: "Lost" });
  await dialog.getByRole("button", { name: "Move the deal" }).click();
  await expect(dialog.getByText("Lost needs a reason").first()).toBeVisible();
  await dialog.getByLabel("Reason").fill("The budget went away");
  await dialog.getByRole("button", { name: "Move the deal" }).click();
  await expect(page.getByText(`${moved} is in Lost now.`)).toBeVisible();
  await expect(dialog).toBeHidden();

  await page.getByRole("link", { name: "Table", exact: true }).click();
  await expect(page.locator("tbody").getByRole("checkbox")).toHaveCount(0);
  await page.getByRole("link", { name: "Select", exact: true }).click();
  await expect(page.getByRole("button", { name: "Assign" })).toBeHidden();
  const others = page.locator("tbody tr", { hasNotText: "Viktor Holm" });
  await others.nth(0).getByRole("checkbox").check();
  await others.nth(1).getByRole("checkbox").check();
  await page.getByLabel("Give the ticked deals to").selectOption({ label: "Viktor Holm" });
  await page.getByRole("button", { name: "Assign" }).click();
  await expect(page.getByText("2 deals are Viktor Holm's now.")).toBeVisible();
  await expect(page.locator("tbody tr", { hasText: "Viktor Holm" })).not.toHaveCount(0);

  await kept.getByRole("link", { name }).click();
  await expect(kept.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
  await menu("Views").click();
  await page.getByRole("button", { name: "Remove this view" }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("without scripts the columns are chosen and moved, a view is kept, and a deal is given to somebody else", async ({
  as,
}) => {
  const page = await as("program_owner", { javaScriptEnabled: false });
  await page.goto("/deals?outcome=open&view=none");
  await page.locator("summary", { hasText: "Columns" }).click();
  await page.getByLabel("Industry", { exact: true }).check();
  await page.getByRole("button", { name: "Move Stage up" }).click();
  await expect(page.locator("thead th").nth(2)).toHaveText("Stage");
  await expect(page.locator("thead th", { hasText: "Industry" })).toBeVisible();
  await page.getByRole("link", { name: "Select", exact: true }).click();
  await page
    .getByRole("checkbox", { name: /^Choose / })
    .first()
    .check();
  await page.getByLabel("Give the ticked deals to").selectOption({ label: "Jonas Weber" });
  await page.getByRole("button", { name: "Assign" }).click();
  await expect(
    page.getByText(/One deal is Jonas Weber's now|They are all Jonas Weber's already/).first(),
  ).toBeVisible();
  await page.locator("summary", { hasText: "Columns" }).click();
  await page.getByRole("button", { name: "Usual columns" }).click();
  await expect(page.locator("thead th").nth(1)).toHaveText("Account");
});
