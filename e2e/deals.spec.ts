import { expect, test } from "./portal";
import { partners, sql } from "./security/attacker";

const customer = `Nordlicht Werke ${Date.now()}`;
const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

test.afterAll(async () => {
  const db = await sql();
  await db`delete from deals where name = ${customer}`;
  await db`delete from registrations where customer_name like ${`${customer}%`}`;
});

test("staff work a deal with products, shares, notes and a file; its partner sees what is its own, plans the deal and writes back (req:D5)", async ({
  as,
}) => {
  const [db, { a, b }] = [await sql(), await partners()];
  const [deal] =
    await db`insert into deals (name, stage, currency) values (${customer}, 'qualified', 'USD') returning id`;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${a.id}, 'sourcing')`;
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, now() - interval '9 days', 'qualified', 0, 'USD')`;
  const page = `/deals/${deal?.id}`;

  const staff = await as("channel_manager");
  await staff.goto(`${page}/products`);
  await staff.getByLabel("Product").first().selectOption({ index: 1 });
  await staff.getByLabel("Quantity").first().fill("3");
  await staff.getByLabel("Unit price").first().fill("100.50");
  await staff.getByLabel("Set the deal's amount to the sum").check();
  await staff.getByRole("button", { name: "Save the products" }).click();
  await expect(staff.getByText(`USD 301.50.`)).toBeVisible();

  await staff.getByRole("link", { name: "Change partners, shares and people" }).click();
  await staff.getByPlaceholder("Find a partner to add").fill(b.name.slice(0, 5));
  await staff.keyboard.press("Enter");
  await staff.getByRole("button", { name: `Add ${b.name}` }).click();
  await staff.getByLabel(`${a.name}, %`).fill("60");
  await staff.getByLabel(`${b.name}, %`).fill("50");
  await staff.getByRole("button", { name: "Agree on these shares" }).click();
  await expect(staff.getByText("The shares add up to 110 %: they must add up to 100 %")).toBeVisible();
  await staff.getByLabel(`${b.name}, %`).fill("40");
  await staff.getByRole("button", { name: "Agree on these shares" }).click();
  await expect(staff.getByText("Holds", { exact: true })).toBeVisible();

  for (const [kind, line] of [
    ["note", "Their price limit is low"],
    ["comment", "The offer is out"],
  ] as const) {
    await staff.goto(page);
    await staff.getByText("Write a note, a comment, a call or a meeting").click();
    await staff.getByLabel("Kind").selectOption(kind);
    await staff.getByLabel("With", { exact: true }).selectOption({ label: a.name });
    await staff.getByLabel("In a line").fill(line);
    await staff.getByRole("button", { name: "Save", exact: true }).click();
    await expect(staff.getByText(line)).toBeVisible();
  }
  await staff.getByText("Add a file").click();
  await staff.getByLabel("Who reads it").selectOption({ label: `Staff and ${a.name}` });
  await staff.getByLabel("File", { exact: true }).setInputFiles(file("offer.txt", "What we offer"));
  await staff.getByRole("button", { name: "Add the file" }).click();
  await expect(staff.getByRole("link", { name: "offer.txt" })).toBeVisible();

  const partner = await as("partner_member");
  await partner.goto(page);
  await expect(partner.getByText("60 %")).toBeVisible();
  await expect(partner.getByText("The offer is out")).toBeVisible();
  await expect(partner.locator("main")).not.toContainText(new RegExp(`${b.name}|40 %|Their price limit`));
  const offer = await partner.getByRole("link", { name: "offer.txt" }).getAttribute("href");
  expect(await (await partner.request.get(offer as string)).text()).toBe("What we offer");
  await partner.getByLabel("Your next step").fill("Show it to their board");
  await partner.getByLabel("Expected to close").fill("2999-04-30");
  await partner.getByRole("button", { name: "Save the plan" }).click();
  await expect(partner.getByText("Saved. Your channel manager sees it.")).toBeVisible();
  await partner.getByText("Write a comment").click();
  await partner.getByLabel("In a line").fill("They sign on Friday");
  await partner.getByRole("button", { name: "Send the comment" }).click();
  await expect(partner.getByText("They sign on Friday")).toBeVisible();

  await staff.goto(page);
  await expect(staff.getByText("Next: Show it to their board")).toBeVisible();
  await expect(staff.getByText("Expected to close on 30 Apr 2999")).toBeVisible();
  await expect(staff.getByText("They sign on Friday")).toBeVisible();
});

test("a partner adds a file to its registration, and staff send it back together with another, with one reason", async ({
  as,
}) => {
  const [db, { a }] = [await sql(), await partners()];
  const made =
    await db`insert into registrations (partner_id, status, customer_name, keys, currency, submitted_on, submitted_at, due_at)
    select ${a.id}, 'submitted', ${customer} || ' ' || n, array['n:' || ${customer} || n], 'USD', current_date, now(), now() + interval '2 days'
    from generate_series(1, 2) n returning id`;
  for (const { id } of made) await db`select take_claims(${id})`;
  const page = `/registrations/${made[0]?.id}`;

  const partner = await as("partner_member");
  await partner.goto(page);
  await partner.getByText("Add a file").click();
  await partner.getByLabel("File", { exact: true }).setInputFiles(file("need.txt", "What they need"));
  await partner.getByRole("button", { name: "Add the file" }).click();
  await expect(partner.getByRole("link", { name: "need.txt" })).toBeVisible();

  const staff = await as("program_owner");
  await staff.goto(page);
  const need = await staff.getByRole("link", { name: "need.txt" }).getAttribute("href");
  expect(await (await staff.request.get(need as string)).text()).toBe("What they need");
  await staff.goto(`/registrations?q=${encodeURIComponent(customer)}`);
  await staff.getByLabel("Choose every row shown").check();
  await staff.getByLabel("Decide on what is ticked").selectOption("Send back with a question");
  await staff.getByRole("button", { name: "Decide on all ticked" }).click();
  await expect(staff.getByText("Say why: the partners read it").first()).toBeVisible();
  await expect(staff.locator("tbody .tick:checked")).toHaveCount(2);
  await staff.getByLabel("Reason, for every one of the partners").fill("Which of your people works on it?");
  await staff.getByRole("button", { name: "Decide on all ticked" }).click();
  await expect(staff.getByText("2 registrations sent back with the question.")).toBeVisible();
  await partner.goto(page);
  await expect(partner.getByText("Which of your people works on it?").first()).toBeVisible();
});
