import { expect, mailsTo, test } from "./portal";

test("money for an activity goes from an idea to a paid claim with proof: asked for, approved in part, claimed, sent back, approved, paid (req:I3)", async ({
  as,
}) => {
  const title = `Harbour breakfast ${Date.now() % 100_000}`;
  const partner = await as("partner_admin");
  await partner.goto("/funds");
  await partner.getByRole("link", { name: "Ask for funds" }).click();
  await partner.getByLabel("Activity").fill(title);
  await partner.getByLabel("What it is").selectOption("Event");
  await partner.getByLabel("First day").fill("2099-03-01");
  await partner.getByLabel("Last day").fill("2099-03-02");
  await partner.getByLabel("What you will do").fill("Breakfast for thirty customers of the harbour.");
  await partner.getByLabel("How much you ask for").fill("1,200.50");
  await partner.getByRole("button", { name: "Submit the request" }).click();
  await partner.waitForURL(/\/funds\/requests\/[\w-]{36}$/);
  const path = new URL(partner.url()).pathname;
  await expect(partner.getByText("Submitted", { exact: true })).toBeVisible();

  const manager = await as("channel_manager");
  await manager.goto("/funds");
  await manager.getByRole("link", { name: title }).click();
  await manager.getByLabel("Amount approved").fill("1000");
  await manager.getByRole("button", { name: "Decide" }).click();
  await expect(manager.getByText("approved the request")).toBeVisible();

  await expect
    .poll(async () => (await mailsTo("nora.winter@northwind.example"))[0]?.subject)
    .toContain("1,000.00 approved");
  await partner.goto(path);
  await partner.getByLabel("How much you claim").fill("900");
  await partner.getByLabel("What it was spent on").fill("Catering and the room");
  await partner.getByLabel("This is the last claim").check();
  await partner.getByRole("button", { name: "Start the claim" }).click();
  await partner.waitForURL(/\/funds\/claims\/[\w-]{36}$/);
  const claim = new URL(partner.url()).pathname;
  await partner.getByRole("button", { name: "Submit the claim" }).click();
  await expect(partner.getByText("Add proof first").first()).toBeVisible();
  const invoice = { name: "invoice.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\ninvoice") };
  await partner.getByLabel("File").setInputFiles({ ...invoice, buffer: Buffer.from("MZ\x90\x00\x03") });
  await partner.getByRole("button", { name: "Add the file" }).click();
  await expect(partner.getByText("this is none by its content").first()).toBeVisible();
  await partner.getByLabel("File").setInputFiles(invoice);
  await partner.getByRole("button", { name: "Add the file" }).click();
  await expect(partner.getByRole("link", { name: "invoice.pdf" })).toBeVisible();
  await partner.getByRole("button", { name: "Submit the claim" }).click();
  await expect(partner.getByText("Submitted", { exact: true })).toBeVisible();

  const finance = await as("finance");
  await finance.goto("/funds");
  await finance.getByRole("link", { name: title }).click();
  await finance.getByLabel("Decision", { exact: true }).selectOption("Send back with a question");
  await finance.getByLabel("Reason, for the partner").fill("Which room was it?");
  await finance.getByRole("button", { name: "Decide" }).click();
  await expect(finance.getByText("sent the claim back")).toBeVisible();
  await partner.goto(claim);
  await expect(partner.getByText("Which room was it?").first()).toBeVisible();
  await partner.getByRole("button", { name: "Submit the claim" }).click();
  await expect(partner.getByText("submitted the claim again")).toBeVisible();
  await finance.goto(claim);
  await finance.getByRole("button", { name: "Decide" }).click();
  await expect(finance.getByText("it is payable")).toBeVisible();

  await partner.goto(path);
  await expect(partner.getByText("Closed", { exact: true })).toBeVisible();
  await expect(partner.getByText("USD 900.00").first()).toBeVisible();

  await finance.goto("/incentives/payouts?currency=USD");
  await finance
    .getByRole("row")
    .filter({ has: finance.getByRole("link", { name: "Northwind Traders" }) })
    .getByRole("checkbox")
    .check();
  await finance.getByRole("button", { name: "Prepare a batch" }).click();
  await expect(finance.getByText(/\d claims? of funds.*, to/)).toBeVisible();
  const owner = await as("program_owner");
  await owner.goto(new URL(finance.url()).pathname);
  await owner.getByRole("button", { name: "Approve and pay" }).click();
  await expect(owner.getByText("In payment", { exact: true }).first()).toBeVisible();
  await finance.reload();
  await finance.getByRole("button", { name: "Northwind Traders was paid" }).click();
  await expect(finance.getByText("Done", { exact: true }).first()).toBeVisible();
  await partner.goto(claim);
  await expect(partner.getByText("Paid", { exact: true }).first()).toBeVisible();
});
