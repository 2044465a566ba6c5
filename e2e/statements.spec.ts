import { expect, test } from "./portal";
import { sql } from "./security/attacker";

const partner = "Northwind Traders";
const question = `Was 6 % not agreed for this one? ${Date.now()}`;

/** A line of the partner's that is held or paid, of the newest month. */
async function someLine(): Promise<string> {
  const db = await sql();
  const [row] =
    await db`select e.id from earnings e join partners p on p.id = e.partner_id where p.name = ${partner} and e.amount_minor > 1000 and e.currency = 'USD'
    and e.source_key not like 'correction:%' and not exists (select 1 from statement_questions q where q.earning_id = e.id) order by e.statement_month desc, e.id limit 1`;
  return row?.id;
}

test.afterAll(async () => {
  const db = await sql();
  await db`update data_issues set status = 'closed', resolved_at = now() where metric = 'Statement' and resolved_at is null`;
});

test("a partner reads why a line paid what it paid, questions it, and gets the correction as a new line", async ({
  as,
}) => {
  const line = await someLine();
  const own = await as("partner_admin");
  await own.goto(`/incentives/lines/${line}`);
  await expect(own.getByText(/Exactly USD .*, rounded half a unit/)).toBeVisible();
  await own.getByLabel("What is wrong with it?").fill(question);
  await own.getByRole("button", { name: "Question this line" }).click();
  await expect(own.getByRole("heading", { level: 1 })).toHaveText(/^Question #/);
  const issue = own.url();
  await own.goto("/incentives");
  await expect(own.getByText(/about a statement waits? for an answer/).first()).toBeVisible();

  const finance = await as("finance");
  await finance.goto(`/incentives/lines/${line}`);
  await finance.getByLabel("By how much, USD").fill("12.34");
  await finance.getByLabel("Why", { exact: true }).fill("6 % was agreed for this deal");
  await finance.getByRole("button", { name: "Book the correction" }).click();
  await expect(finance.getByText(/Corrected: 6 % was agreed/)).toBeVisible();
  await finance.goto(issue);
  await finance.getByRole("button", { name: "Take it on" }).click();
  await expect(finance.getByText("In work", { exact: true }).first()).toBeVisible();
  await finance.getByLabel("Answer", { exact: true }).selectOption({ label: "Right: the figure was wrong" });
  await finance.getByLabel("Answer in words").fill("You are right: the difference is booked.");
  await finance.getByRole("button", { name: "Send the answer" }).click();
  await expect(finance.getByText("Answered", { exact: true }).first()).toBeVisible();

  await own.goto(`/incentives/lines/${line}`);
  await expect(own.getByText(/Corrected: 6 % was agreed/)).toBeVisible();
  await expect(own.getByRole("link", { name: "USD 12.34: corrections and questions" })).toBeVisible();
  await expect(own.getByText("Answered", { exact: true })).toBeVisible();
});
