import { expect, mailsTo, signInByLink, test } from "./portal";
import { sql } from "./security/attacker";

const name = `Tidewater ${Date.now()}`;
const carla = "carla.mendes@contoso.example";

/** A partner that has earned Silver, and Contoso on a tier that it has not earned. */
test.beforeAll(async () => {
  const db = await sql();
  const [made] =
    await db`insert into partners (name, type, tier, tier_since) values (${name}, 'reseller', 'registered', '2020-01-01') returning id`;
  const [deal] =
    await db`insert into deals (name, stage, currency) values (${name}, 'prospecting', 'USD') returning id`;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${made?.id}, 'sourcing')`;
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, now() - interval '2 days', 'won', 500000000, 'USD')`;
  await db`insert into certifications (partner_id, name) values (${made?.id}, 'Associate')`;
  await db`update partners set tier = 'platinum' where name = 'Contoso Systems'`;
});
test.afterAll(async () => {
  const db = await sql();
  await db`delete from tier_moves where partner_id in (select id from partners where name = 'Contoso Systems')`;
  await db`update partners set tier = 'gold' where name = 'Contoso Systems'`;
  await db`delete from deals where name = ${name}`;
  await db`delete from certifications where partner_id in (select id from partners where name = ${name})`;
  await db`delete from partners where name = ${name}`;
});

test("a program owner promotes one partner and announces a lower tier to another, which appeals and keeps its tier by somebody else's answer", async ({
  as,
  browser,
  baseURL,
  watch,
}) => {
  const owner = await as("program_owner");
  await owner.goto("/tiers/reviews");
  await owner.getByRole("button", { name: "Measure", exact: true }).click();
  await expect(owner.getByText(/partners measured: \d+ promotions and \d+ demotions proposed/)).toBeVisible();
  await owner.goto("/tiers/reviews");
  await owner.getByRole("link", { name }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(`${name}: Registered to Silver`);
  await owner.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(owner.getByText(/The tier is Silver/)).toBeVisible();
  await owner.getByRole("link", { name: "Its tier today" }).click();
  await expect(owner.getByText(/^Silver since/)).toBeVisible();

  const before = (await mailsTo(carla)).length;
  await owner.goto("/tiers/reviews");
  await owner.getByRole("link", { name: "Contoso Systems" }).click();
  await owner.getByRole("button", { name: "Announce" }).click();
  await expect(owner.getByText("Say why").first()).toBeVisible();
  await owner.getByLabel("Reason, as the partner reads it").fill("Too little revenue this year");
  await owner.getByRole("button", { name: "Announce" }).click();
  await expect(owner.getByText(/was announced by Mara Lind/)).toBeVisible();
  const review = new URL(owner.url()).pathname;
  await expect.poll(async () => (await mailsTo(carla)).length, { timeout: 20_000 }).toBeGreaterThan(before);
  expect((await mailsTo(carla))[0]?.subject).toMatch(/^Your tier changes to Gold on/);

  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const partner = watch(await context.newPage());
  await signInByLink(partner, carla);
  await partner.goto("/tiers");
  await expect(partner.getByText("Too little revenue this year").first()).toBeVisible();
  await partner.getByRole("button", { name: "Find the deals" }).click();
  await expect(partner).toHaveURL(/do=suggest/);
  await expect(partner.getByText(/Platinum is (in reach|not reached)/).first()).toBeVisible();
  await partner.getByLabel("Appeal", { exact: true }).fill("Two invoices of March are not counted");
  await partner.getByRole("button", { name: "Send the appeal" }).click();
  await expect(partner.getByText(/waits for the answer to the appeal/)).toBeVisible();

  await owner.goto(review);
  await expect(owner.getByText(/somebody else of the program answers the appeal/)).toBeVisible();
  const admin = await as("admin");
  await admin.goto(review);
  await expect(admin.getByText("Two invoices of March are not counted")).toBeVisible();
  await admin.getByLabel("Reason, as the partner reads it").fill("They are counted now");
  await admin.getByRole("button", { name: "Uphold: the tier stays" }).click();
  await expect(admin.getByText("Appeal upheld", { exact: true })).toBeVisible();
  await partner.goto("/tiers");
  await expect(partner.getByText(/^Platinum/).first()).toBeVisible();
  await expect(partner.getByText("They are counted now")).toBeVisible();
  await context.close();
});
