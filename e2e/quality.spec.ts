import { expect, test } from "./portal";
import { sql } from "./security/attacker";

test("a customer that stands here twice is found with its reasons, merged and unmerged, and its figures follow both ways (req:O4)", async ({
  as,
}) => {
  const db = await sql();
  const [twin] = await db`select p.id, a.id as kept, a.name, b.name as gone
    from duplicate_pairs p join accounts a on a.id in (p.one_id, p.other_id) join accounts b on b.id in (p.one_id, p.other_id) and b.id <> a.id
    where p.kind = 'account' and p.dismissed_at is null and p.likely >= 60 and b.name = upper(a.name) || ' Ltd.' order by a.name limit 1`;
  const page = await as("program_owner");
  const total = async () => {
    await page.goto(`/deals?account=${twin?.kept}`);
    return page.getByRole("row", { name: /^Total of/ }).innerText();
  };
  const before = await total();

  await page.goto("/quality");
  await page.getByRole("link", { name: /^Customer stands here once/ }).click();
  await expect(page.getByText(`It may be the same as ${twin?.name}.`)).toBeVisible();
  await page.getByRole("link", { name: `Open the record ${twin?.gone}` }).click();
  await page.getByRole("link", { name: new RegExp(`${twin?.name}.*and|and.*${twin?.name}`) }).click();
  await expect(page.getByRole("heading", { name: "Why they may be one" })).toBeVisible();
  await expect(page.getByText(/Their names are the same but for spelling and legal form/)).toBeVisible();
  await expect(page.getByText("Would move with it")).toHaveCount(2);
  await page.getByLabel("Which one stays").selectOption({ label: twin?.name });
  await page.getByLabel("Why are these the same?").fill("One company, entered by two partners");
  await page.getByRole("button", { name: "Merge them" }).click();
  await expect(page.getByText(/One company, entered by two partners/)).toBeVisible();
  const merged = await total();
  expect(merged).not.toBe(before);

  await page.goto("/quality/duplicates?kind=account&show=merged");
  await page.getByText(`Undo the merge of ${twin?.gone}`).click();
  await page.getByLabel("Why is it undone?").fill("Two after all");
  await page.getByRole("button", { name: "Undo the merge" }).click();
  await page.waitForURL(/kind=account$/);
  expect(await total()).toBe(before);
  await page.goto(`/quality/duplicates/${twin?.id}`);
  await expect(page.getByText("Would move with it")).toHaveCount(2);
});

test("a row that an import held back is mended in the page, told what is still wrong, and published (req:O2)", async ({
  as,
}) => {
  const stamp = Date.now().toString(36);
  const columns = "Id,Name,Type,Tier,Status,Joined,City,Country,Region,Segment,Domain,Website";
  const text = `${columns}\nM1-${stamp},Mended ${stamp},Reseller,,Active,yesterday,,,,,,\n`;
  const page = await as("admin");
  await page.goto("/imports");
  await page.getByLabel("Source").selectOption({ value: "partner-list" });
  const file = { name: "partners.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.getByLabel("CSV files").setInputFiles([file]);
  await page.getByRole("button", { name: "Check the files" }).click();
  await page.getByRole("link", { name: "partners.csv, line 2" }).click();

  await page.getByLabel("Joined").fill("soon");
  await page.getByRole("button", { name: "Keep and check again" }).click();
  await expect(page.getByText('Came as "yesterday"')).toBeVisible();
  await expect(page.getByLabel("Joined")).toHaveValue("soon");
  await expect(page.getByLabel("Joined")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Joined").fill("2024-03-01");
  await page.getByRole("button", { name: "Keep and check again" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("table", { name: "Rows held back" })).toHaveCount(0);

  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Revert" })).toBeVisible({ timeout: 30_000 });
  const batch = page.url();
  await page.goto(`/partners?q=${stamp}`);
  await expect(page.getByRole("link", { name: `Mended ${stamp}`, exact: true })).toBeVisible();
  await page.goto(batch);
  await page.getByLabel("Reason").fill("It was a test file");
  await page.getByRole("button", { name: "Revert" }).click();
  await expect(page.getByRole("button", { name: "Revert" })).toBeHidden({ timeout: 30_000 });
});
