import { expect, test } from "./portal";
import { sql } from "./security/attacker";

const doubt = `We won this one, and it counts as lost (${Date.now()})`;
const started = new Date();
let deal: { id: string; name: string } | undefined;

test.beforeAll(async () => {
  const db = await sql();
  [deal] = await db<
    { id: string; name: string }[]
  >`select d.id, d.name from deals d join partners p on p.id = d.partner_id
    where p.name = 'Northwind Traders' and d.outcome = 'lost' and d.currency = 'USD' and d.closed_on >= date_trunc('year', now()) order by d.closed_on desc limit 1`;
});

test.afterAll(async () => {
  const db = await sql();
  await db`delete from data_issues where question = ${doubt}`;
  if (!deal) return;
  await db`delete from deal_versions where deal_id = ${deal.id} and recorded_at >= ${started}`;
  await db`update deal_versions set superseded_at = null where deal_id = ${deal.id} and superseded_at >= ${started}`;
});

test("a partner questions a figure, staff correct the deal and answer with the correction, and the figure follows (req:F6)", async ({
  as,
}) => {
  const figure = "/metrics/sourced_revenue?period=this_year";
  const [partner, staff] = [await as("partner_admin"), await as("program_owner")];
  await partner.goto(figure);
  const shown = () => partner.locator("p.text-numeral").first().innerText();
  const before = await shown();
  await partner.getByRole("link", { name: "Question this figure" }).click();
  await partner.getByLabel("What do you doubt, and why?").fill(doubt);
  await partner.getByRole("button", { name: "Send the question" }).click();
  await expect(partner.getByRole("heading", { level: 1 })).toHaveText(/^Question #\d+$/);
  await expect(partner.getByText(before, { exact: true }).first()).toBeVisible();
  const question = partner.url();

  await staff.goto(`/deals/${deal?.id}/correct`);
  await staff.getByLabel("The deal became").selectOption("won");
  await staff.getByLabel("Reason").fill("The customer signed");
  await staff.getByRole("button", { name: "Correct the deal" }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(deal?.name as string);
  await staff.goto(question);
  const correction = staff.getByLabel("What was corrected");
  await correction.selectOption({ index: 1 });
  await expect(correction.locator("option:checked")).toContainText(`The deal was corrected: ${deal?.name}`);
  await staff.getByLabel("Answer", { exact: true }).selectOption("valid");
  const answer = staff.locator("form").filter({ has: staff.getByRole("button", { name: "Send the answer" }) });
  await answer.getByRole("textbox").fill("You are right: it was won, and counts from now on");
  await staff.getByRole("button", { name: "Send the answer" }).click();
  await expect(staff.getByText("Answered", { exact: true })).toBeVisible();

  await partner.reload();
  await expect(partner.getByText("The figure was wrong, and is put right").first()).toBeVisible();
  await partner.getByRole("link", { name: `The deal was corrected: ${deal?.name}` }).click();
  await expect(partner.getByRole("heading", { level: 1 })).toHaveText(deal?.name as string);
  // On a slow machine the figure of before is given, with its time, until the next is counted.
  const now = async () => {
    await partner.goto(figure);
    return shown();
  };
  await expect.poll(now, { timeout: 20_000 }).not.toBe(before);
  const after = await shown();
  await partner.goto(question);
  await expect(partner.getByText(after, { exact: true }).first()).toBeVisible();
});
