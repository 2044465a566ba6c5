import { expect, test } from "./portal";

test("finance prepares payouts, a second person approves, a payment fails, and is paid by the next batch", async ({
  as,
}) => {
  const finance = await as("finance");
  await finance.goto("/incentives/payouts?currency=USD");
  const ready = finance.getByRole("row").filter({ hasText: "Ready", hasNotText: "Not ready" }).first();
  const name = (await ready.getByRole("rowheader").innerText()).trim();
  await ready.getByRole("checkbox").check();
  await finance.getByRole("button", { name: "Prepare a batch" }).click();
  await expect(finance.getByText("You prepared this batch: another person approves it.")).toBeVisible();
  await expect(finance.getByRole("button", { name: "Approve and pay" })).toHaveCount(0);

  const owner = await as("program_owner");
  await owner.goto(new URL(finance.url()).pathname);
  await owner.getByRole("button", { name: "Approve and pay" }).click();
  await expect(owner.getByText("In payment", { exact: true }).first()).toBeVisible();

  await finance.reload();
  const download = finance.waitForEvent("download");
  await finance.getByRole("link", { name: "ISO 20022 (pain.001)" }).click();
  expect((await download).suggestedFilename()).toMatch(/^payouts-\d+\.xml$/);
  await finance.getByRole("button", { name: "The bank has the file" }).click();
  await expect(finance.getByText("Sent to the bank", { exact: true }).first()).toBeVisible();
  await finance.getByText("It failed").click();
  await finance.getByRole("button", { name: "Book the failure" }).click();
  await expect(finance.getByText("Say why it failed").first()).toBeVisible();
  await finance.getByLabel(`Why the payment to ${name} failed`).fill("Account closed");
  await finance.getByRole("button", { name: "Book the failure" }).click();
  await expect(finance.getByText("Account closed").first()).toBeVisible();

  await finance.goto("/incentives/payouts?currency=USD");
  const again = finance.getByRole("row").filter({ hasText: name });
  await expect(again.last()).toContainText("Ready");
  await again.last().getByRole("checkbox").check();
  await finance.getByRole("button", { name: "Prepare a batch" }).click();
  await expect(finance.getByText("You prepared this batch: another person approves it.")).toBeVisible();
  await owner.goto(new URL(finance.url()).pathname);
  await owner.getByRole("button", { name: "Approve and pay" }).click();
  await expect(owner.getByText("In payment", { exact: true }).first()).toBeVisible();
  await finance.reload();
  await finance.getByRole("button", { name: `${name} was paid` }).click();
  await expect(finance.getByText("Done", { exact: true }).first()).toBeVisible();
});
