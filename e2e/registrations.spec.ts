import { expect, mailsTo, signInByLink, test } from "./portal";

test("a deal goes from registration to won: asked back, completed, approved, and both sides see it; a rival sees only that a claim exists (req:D1)", async ({
  as,
  browser,
  baseURL,
  watch,
}) => {
  const customer = `Lindqvist Foundry ${Date.now() % 100_000}`;
  const partner = await as("partner_admin");
  const figure = async (metric: string) => {
    await partner.goto(`/metrics/${metric}?period=this_year`);
    return Number((await partner.locator(".text-numeral").first().innerText()).replace(/\D/g, ""));
  };
  const before = [await figure("registrations"), await figure("won_deals")] as const;

  await partner.goto("/registrations");
  await partner.getByRole("link", { name: "Register a deal" }).click();
  await expect(partner.getByRole("heading", { name: "0 of 9 complete" })).toBeVisible();
  await partner.getByLabel("Name", { exact: true }).fill(customer);
  await expect(partner.getByRole("heading", { name: "1 of 9 complete" })).toBeVisible();
  await partner.getByRole("button", { name: "Submit" }).click();
  await expect(partner.getByText("Say in which country the customer is").first()).toBeVisible();
  await expect(partner.getByLabel("Name", { exact: true })).toHaveValue(customer);
  await partner.getByLabel("Country").selectOption("Sweden");
  await partner.getByLabel("Whom you talk to").fill("Astrid Holm");
  await partner.getByLabel("Their e-mail").fill("astrid.holm@lindqvist.example");
  await partner.getByRole("button", { name: "Save draft" }).click();
  await partner.waitForURL(/\/registrations\/[\w-]+\/edit$/);
  await partner.getByLabel("What the customer needs").fill("They replace their planning system before the spring.");
  await partner.getByLabel("Your part").selectOption("We resell");
  await partner.getByLabel("Expected to close").fill("2099-03-31");
  await partner.getByLabel("Currency").selectOption("USD");
  await partner.getByLabel("Product 1").selectOption({ index: 1 });
  await partner.getByLabel("Amount").first().fill("12,500.50");
  await expect(partner.getByRole("heading", { name: "Ready to submit" })).toBeVisible();
  await partner.getByRole("button", { name: "Submit" }).click();
  await partner.waitForURL(/\/registrations\/[\w-]+$/);
  const path = new URL(partner.url()).pathname;
  await expect(partner.getByText(/^Decision due in 2 days/)).toBeVisible();

  const staff = await as("channel_manager");
  await staff.goto(path);
  await expect(staff.getByText("No other registration, account or deal speaks of this customer.")).toBeVisible();
  await staff.getByLabel("Decision").selectOption("Send back with a question");
  await staff.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText("Say why: the partner reads it").first()).toBeVisible();
  await staff.getByLabel("Decision").selectOption("Send back with a question");
  await staff.getByLabel("Reason, for the partner").fill("Which plant is it?");
  await staff.getByLabel("Note, for staff alone").fill("Known from the fair");
  await staff.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText("Sent back with a question").first()).toBeVisible();

  await expect
    .poll(async () => (await mailsTo("nora.winter@northwind.example"))[0]?.subject)
    .toContain("we have a question");
  await partner.goto(path);
  await expect(partner.getByText("Which plant is it?").first()).toBeVisible();
  await expect(partner.getByText("Known from the fair")).toHaveCount(0);
  await partner.getByRole("link", { name: "Answer" }).click();
  await partner
    .getByLabel("What the customer needs")
    .fill("The plant in Luleå replaces its planning system before the spring.");
  await partner.getByRole("button", { name: "Submit" }).click();
  await expect(partner.getByText(/^Decision due in 2 days/)).toBeVisible();

  const theirs = watch(await (await browser.newContext({ baseURL })).newPage());
  await signInByLink(theirs, "carla.mendes@contoso.example");
  await theirs.goto("/registrations/new");
  await theirs.getByLabel("Name", { exact: true }).fill(`${customer.toUpperCase()} AB`);
  await theirs.getByLabel("Country").selectOption("Sweden");
  await theirs.getByLabel("Whom you talk to").fill("Bo Ek");
  await theirs.getByLabel("Their e-mail").fill("bo.ek@lindqvist.example");
  await theirs.getByLabel("What the customer needs").fill("A new planning system for one of their plants.");
  await theirs.getByLabel("Your part").selectOption("We resell");
  await theirs.getByLabel("Expected to close").fill("2099-03-31");
  await theirs.getByLabel("Currency").selectOption("USD");
  await theirs.getByLabel("Product 1").selectOption({ index: 1 });
  await theirs.getByLabel("Amount").first().fill("9000");
  await theirs.getByRole("button", { name: "Submit" }).click();
  await expect(theirs.getByText(/there is a claim on this customer since/)).toBeVisible();
  await expect(theirs.locator("body")).not.toContainText(/Northwind|Nora|12,500/);

  await staff.goto(path);
  await expect(staff.getByText("Same customer").first()).toBeVisible();
  await staff.getByLabel("Decision").selectOption("Approve");
  await staff.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText(/^Approved, protected until/)).toBeVisible();
  await staff.getByRole("link", { name: "Open the deal" }).first().click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(customer);
  await expect(staff.getByText("USD 12,500.50").first()).toBeVisible();
  await staff.getByLabel(/^From .* to$/).selectOption("won");
  await staff.getByRole("button", { name: "Move the deal" }).click();
  await expect(staff.getByText("Won", { exact: true }).first()).toBeVisible();

  await partner.goto(`/deals?outcome=won&q=${encodeURIComponent(customer)}`);
  await expect(partner.getByRole("link", { name: customer }).first()).toBeVisible();
  expect([await figure("registrations"), await figure("won_deals")]).toEqual([before[0] + 1, before[1] + 1]);
  await theirs.context().close();
});
