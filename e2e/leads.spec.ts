import { expect, mailsTo, signInByLink, test } from "./portal";
import { sql } from "./security/attacker";

const customer = `Baltic Ferries ${Date.now()}`;
const contoso = "carla.mendes@contoso.example";

// Northwind is the best for any lead of unknown place, Contoso the next.
test.beforeAll(async () => {
  await (await sql())`update partners set lead_weight = 1000 where name in ('Northwind Traders', 'Contoso Systems')`;
});
test.afterAll(async () => {
  const db = await sql();
  await db`update partners set lead_weight = 100 where name in ('Northwind Traders', 'Contoso Systems')`;
  const gone = await db`delete from leads where customer_name = ${customer} returning deal_id`;
  await db`delete from deals where id = any(${gone.map((row) => row.deal_id).filter(Boolean)}::uuid[])`;
  await db`delete from accounts where name = ${customer}`;
});

test("staff offer a lead, one partner declines, the next accepts and opens its deal, and both sides read what came of it", async ({
  as,
  browser,
  baseURL,
  watch,
}) => {
  const staff = await as("channel_manager");
  await staff.goto("/leads/new");
  await staff.getByLabel("Company").fill(customer);
  await staff.getByRole("button", { name: "Enter the lead" }).click();
  await expect(staff.getByText("The lead was not entered.")).toBeVisible();
  await expect(staff.getByLabel("Company")).toHaveValue(customer);
  await staff.getByLabel("What the customer needs").fill("Tickets in the cloud");
  await staff.getByLabel("Name").fill("Liina Saar");
  await staff.getByRole("button", { name: "Enter the lead" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(customer);
  const page = new URL(staff.url()).pathname;
  await expect(staff.getByText("Counts 1000 % of others").first()).toBeVisible();
  await expect(staff.getByRole("button", { name: /^Offer to/ }).first()).toHaveText("Offer to Northwind Traders");
  const before = (await mailsTo(contoso)).length;
  await staff.getByRole("button", { name: "Offer to Northwind Traders" }).click();
  await expect(staff.getByText(/Northwind Traders answers by .* 47 hours left/).first()).toBeVisible();

  const first = await as("partner_admin", { javaScriptEnabled: false });
  await first.goto("/leads");
  await expect(first.getByRole("row").filter({ hasText: customer })).toContainText("47 hours left");
  await first.getByRole("link", { name: customer }).click();
  await expect(first.getByText("Shown once you accept").first()).toBeAttached();
  await expect(first.getByText("Liina Saar")).toHaveCount(0);
  await first.getByRole("button", { name: "Decline" }).click();
  await expect(first.getByText("The lead was not declined.")).toBeVisible();
  await first.getByLabel("Or say why it is nothing for you").fill("No team near the sea");
  await first.getByRole("button", { name: "Decline" }).click();
  await expect(first.getByRole("row").filter({ hasText: "Declined" }).first()).toContainText("No longer with you");
  expect((await first.request.get(page)).status()).toBe(404);

  await expect.poll(async () => (await mailsTo(contoso)).length, { timeout: 20_000 }).toBeGreaterThan(before);
  const [mail] = await mailsTo(contoso);
  expect(mail?.subject).toContain(`A lead for you: ${customer}`);
  const context = await browser.newContext({ baseURL });
  const second = watch(await context.newPage());
  await signInByLink(second, contoso);
  await second.goto(page);
  await second.getByRole("button", { name: "Accept the lead" }).click();
  await expect(second.getByText("Liina Saar")).toBeVisible();
  await second.getByLabel("Tell your channel manager").fill("They decide in May");
  await second.getByLabel("How good the lead is").selectOption("5");
  await second.getByRole("button", { name: "Write the note" }).click();
  await expect(second.getByText("They decide in May").last()).toBeVisible();
  await second.getByLabel("Amount").fill("25000");
  await second.getByLabel("Expected to close").fill("2999-05-31");
  await second.getByRole("button", { name: "Open the deal" }).click();
  await expect(second).toHaveURL(/\/deals\/[0-9a-f-]{36}$/);
  await expect(second.getByRole("heading", { level: 1 })).toHaveText(customer);
  await context.close();

  await staff.goto(page);
  await expect(staff.getByText("Deal open").first()).toBeVisible();
  await expect(staff.getByText("No team near the sea")).toBeVisible();
  await expect(staff.getByText("Carla Mendes accepted it for Contoso Systems")).toBeVisible();
  await expect(staff.getByText("They decide in May")).toBeVisible();
  await expect(staff.getByText("5 of 5, very good").last()).toBeVisible();
  await staff.getByRole("link", { name: customer, exact: true }).click();
  await expect(staff).toHaveURL(/\/deals\/[0-9a-f-]{36}$/);
});
