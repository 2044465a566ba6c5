import { expect, mailsTo, signInByLink, test } from "./portal";

const linkIn = async (address: string, path: string) => {
  await expect
    .poll(async () => (await mailsTo(address))[0]?.links.find((link) => link.includes(path)), { timeout: 15_000 })
    .toBeTruthy();
  return (await mailsTo(address))[0]?.links.find((link) => link.includes(path)) as string;
};

test("a company applies, is approved, its first person signs in and registers the first deal (req:R9)", async ({
  as,
  browser,
  baseURL,
  watch,
}) => {
  const number = Date.now() % 1_000_000;
  const company = `Juniper Advisers ${number}`;
  const email = `ines.${number}@juniper-advisers.example`;
  const visitor = watch(await (await browser.newContext({ baseURL })).newPage());
  await visitor.goto("/sign-in");
  await visitor.getByRole("link", { name: "Apply to become one" }).click();
  await visitor.getByLabel("Company").fill(company);
  await visitor.getByLabel("Country").selectOption("Portugal");
  await visitor.getByLabel("What kind of partner would you be?").selectOption("Reseller");
  await visitor.getByLabel("Your name").fill("Ines Prado");
  await visitor.getByLabel("Your work e-mail").fill(email);
  await visitor.getByRole("button", { name: "Apply" }).click();
  await expect(visitor.getByText("Say it in a sentence or two").first()).toBeVisible();
  await expect(visitor.getByLabel("Company")).toHaveValue(company);
  await visitor
    .getByLabel("What do you sell, to whom, and how?")
    .fill("We advise hotels and resell what we recommend.");
  await expect(async () => {
    await visitor.getByRole("button", { name: "Apply" }).click();
    await visitor.waitForURL("**/apply/sent", { timeout: 2_000 });
  }).toPass();
  await visitor.goto(await linkIn(email, "/apply/confirm"));
  await visitor.getByRole("button", { name: "Yes, I applied" }).click();
  await visitor.waitForURL("**/apply/done");

  const staff = await as("channel_manager");
  await staff.goto("/applications");
  await staff.getByRole("link", { name: company }).click();
  await expect(staff.getByText("No partner, person or other application speaks of this company.")).toBeVisible();
  await staff.getByLabel("Decision").selectOption("Approve");
  await staff.getByRole("button", { name: "Decide" }).click();
  await expect(staff.getByText("Say why: the applicant reads it").first()).toBeVisible();
  await staff.getByLabel("Decision").selectOption("Approve");
  await staff.getByLabel("Reason, for the applicant").fill("We were looking for somebody near hotels.");
  await staff.getByRole("button", { name: "Decide" }).click();
  await staff.getByRole("link", { name: company }).click();
  await staff.getByRole("link", { name: "Tasks" }).click();
  await expect(staff.getByText("0 of 7 done").first()).toBeVisible();
  await expect
    .poll(async () => (await mailsTo(email)).map(({ subject }) => subject))
    .toEqual(expect.arrayContaining(["Welcome to the partner program", "You are invited to the partner portal"]));

  await signInByLink(visitor, email);
  await expect(visitor.getByText("1 of 7 done").first()).toBeVisible();
  await visitor.goto("/registrations/new");
  await visitor.getByLabel("Name", { exact: true }).fill(`Hotel Mirador ${number}`);
  await visitor.getByLabel("Country").selectOption("Portugal");
  await visitor.getByLabel("Whom you talk to").fill("Joana Reis");
  await visitor.getByLabel("Their e-mail").fill("joana@hotel-mirador.example");
  await visitor.getByLabel("What the customer needs").fill("They replace their booking system before the summer.");
  await visitor.getByLabel("Your part").selectOption("We resell");
  await visitor.getByLabel("Expected to close").fill("2099-03-31");
  await visitor.getByLabel("Currency").selectOption("USD");
  await visitor.getByLabel("Product 1").selectOption({ index: 1 });
  await visitor.getByLabel("Amount").first().fill("9000");
  await visitor.getByRole("button", { name: "Submit" }).click();
  await expect(visitor.getByText(/^Decision due in 2 days/)).toBeVisible();
  await visitor.goto("/home");
  await expect(visitor.getByText("2 of 7 done").first()).toBeVisible();
  await visitor.context().close();
});
