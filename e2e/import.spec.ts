import { type Page } from "@playwright/test";
import { expect, test } from "./portal";

// A month that is over, so that nothing else of this run falls into it.
const month = monthBefore(new Date(), 2);
const day = (n: number) => `${month}-${String(n).padStart(2, "0")}`;

const stamp = Date.now().toString(36);
const manager = `Mira ${stamp}`;

const files = {
  "accounts.csv": `account,sector,year_established,revenue,employees,office_location,subsidiary_of
Nordlicht Werke,retail,1996,1100.04,2822,Germany,
`,
  "products.csv": `product,series,sales_price
GTX Pro,GTX,4821
`,
  "sales_teams.csv": `sales_agent,manager,regional_office
Ada ${stamp},${manager},East
`,
  "sales_pipeline.csv": `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
OK1-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Won,${day(2)},${day(12)},4700
OK2-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Won,${day(3)},${day(13)},5300
DATE-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Won,${day(2)},03/04/2026,4700
AMOUNT-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Won,${day(2)},${day(12)},"4.700,00"
ACCOUNT-${stamp},Ada ${stamp},GTXPro,Nobody Knows,Won,${day(2)},${day(12)},4700
STAGE-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Gewonnen ${stamp},${day(2)},${day(14)},1000
CELLS-${stamp},Ada ${stamp},GTXPro,Nordlicht Werke,Won,${day(2)},${day(12)}
`,
};

test("an admin imports a file with five kinds of bad rows, mends the mapping, publishes, and takes it back", async ({
  as,
}) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  const before = await wonDeals(page);

  await page.goto("/imports");
  await page.getByLabel("Source").selectOption({ value: "maven-crm" });
  await page
    .getByLabel("CSV files")
    .setInputFiles(
      Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) })),
    );
  await page.getByRole("button", { name: "Check the files" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);

  const held = page.getByRole("table", { name: "Rows held back" });
  const reasons: [line: number, column: string, value: string, reason: RegExp][] = [
    [4, "close_date", "03/04/2026", /not a date written as yyyy-MM-dd/],
    [5, "close_value", "4.700,00", /not a number/],
    [6, "account", "Nobody Knows", /no account/],
    [7, "deal_stage", `Gewonnen ${stamp}`, /no stage/],
    [8, "", "", /7 cells where the header has 8/],
  ];
  for (const [line, column, value, reason] of reasons) {
    const row = held.getByRole("row").filter({ hasText: `sales_pipeline.csv, line ${line}` });
    await expect(row).toContainText(column);
    await expect(row).toContainText(value);
    await expect(row).toContainText(reason);
  }
  await expect(held.getByRole("row")).toHaveCount(1 + reasons.length);
  expect(await wonDeals(page), "a dry run changes nothing").toBe(before);

  await page.goBack();
  await page.getByRole("link", { name: "Edit mapping" }).first().click();
  const spare = page.locator('input[name^="map.stage."][name$=".from"]').last();
  const name = (await spare.getAttribute("name")) as string;
  await spare.fill(`Gewonnen ${stamp}`);
  await page.locator(`input[name="${name.replace(/from$/, "to")}"]`).fill("won");
  await page.getByRole("button", { name: "Save and check the files again" }).first().click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  await expect(held.getByRole("row")).toHaveCount(reasons.length);
  await expect(held).not.toContainText(`Gewonnen ${stamp}`);

  const batch = page.url();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Revert" })).toBeVisible({ timeout: 30_000 });
  expect(await wonDeals(page)).toBe(before + 3);
  await page.goto(`/partners?q=${stamp}`);
  await expect(page.getByRole("link", { name: manager, exact: true })).toBeVisible();

  await page.goto(batch);
  await page.getByLabel("Reason").fill("It was a test file");
  await page.getByRole("button", { name: "Revert" }).click();
  await expect(page.getByRole("button", { name: "Revert" })).toBeHidden({ timeout: 30_000 });
  expect(await wonDeals(page)).toBe(before);
  await page.goto(`/partners?q=${stamp}`);
  await expect(page.getByRole("link", { name: manager, exact: true })).toHaveCount(0);
});

/** The whole program's won deals of the month, as its page counts them. */
async function wonDeals(page: Page): Promise<number> {
  const next = monthBefore(new Date(), 1);
  await page.goto(`/metrics/won_deals?from=${month}-01&to=${next}-01`);
  const value = await page.locator("p.text-numeral").first().innerText();
  return Number(value.replace(/\D/g, ""));
}

function monthBefore(today: Date, months: number): string {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}
