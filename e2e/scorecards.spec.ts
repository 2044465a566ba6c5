import { expect, test } from "./portal";
import { sql } from "./security/attacker";

const partner = "Zürich Datenwerke";
const decision = `Name one engineer for the joint customers ${Date.now()}`;

test.beforeAll(async () => {
  const db = await sql();
  // Not due: the worker starts a review that is, in the morning.
  await db`update scorecards set next_review_on = '2999-01-01' where partner_id = (select id from partners where name = ${partner})`;
});

test.afterAll(async () => {
  const db = await sql();
  await db`delete from scorecard_reviews where partner_id = (select id from partners where name = ${partner}) and number > 1`;
  await db`update review_items set state = 'open', outcome = null, ended_at = null, ended_by_id = null where partner_id = (select id from partners where name = ${partner})`;
});

test("a quarterly review ends in a decision that stands in the next one", async ({ as }) => {
  const page = await as("channel_manager");
  await page.goto("/scorecards");
  await page.getByRole("link", { name: partner }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(partner);
  for (const question of ["Are we on track?", "Which drivers explain it?", "What must be decided now?"])
    await expect(page.getByRole("heading", { name: question })).toBeVisible();
  await page.getByRole("button", { name: "Start a review" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Review 2, /);

  await page.getByRole("button", { name: "Close the review" }).click();
  await expect(page.getByText("No decision was taken. Note one, or say why there is none.").first()).toBeVisible();
  await page.getByLabel("What", { exact: true }).fill(decision);
  await page.getByRole("button", { name: "Note it" }).click();
  await expect(page.getByText("A decision has an owner: choose one").first()).toBeVisible();
  await expect(page.getByLabel("What", { exact: true })).toHaveValue(decision);
  await page.getByLabel("Owner").selectOption({ label: "Jonas Weber" });
  await page.getByLabel("Due").fill("2999-01-31");
  await page.getByRole("button", { name: "Note it" }).click();
  await expect(page.getByRole("heading", { name: "Decisions" })).toBeVisible();
  await expect(page.getByText(decision)).toBeVisible();
  await page.getByLabel("Summary").fill("One team for the joint customers");
  await page.getByRole("button", { name: "Close the review" }).click();
  await expect(page.getByText("Closed", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: partner }).click();
  await expect(page.getByText(decision)).toBeVisible();
  await page.getByRole("button", { name: "Start a review" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Review 3, /);
  const carried = page.getByRole("listitem").filter({ hasText: decision });
  await expect(carried).toContainText("Jonas Weber");
  await carried.getByText("Close this").click();
  await carried.getByLabel("What came of it").fill("Lena Frei took it on");
  await carried.getByRole("button", { name: "Done" }).click();
  await expect(carried).toContainText("What came of it: Lena Frei took it on");
});

test("a partner reads its own scorecard and says that its part of the joint plan is done", async ({ as }) => {
  const page = await as("partner_admin");
  await page.goto("/home");
  await page.getByRole("link", { name: "Scorecard", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Are we on track?" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Start a review" })).toHaveCount(0);
  await page.getByRole("link", { name: "Ten retailers in two years" }).click();
  await expect(page.getByText("For staff alone")).toHaveCount(0);
  const own = page.getByRole("listitem").filter({ hasText: "Host the customer day in Seattle" });
  await own.getByRole("button", { name: /^Mark as done/ }).click();
  await expect(own.getByText(/^Done /)).toBeVisible();
  await own.getByRole("button", { name: /^Reopen/ }).click();
  await expect(own.getByRole("button", { name: /^Mark as done/ })).toBeVisible();
});
