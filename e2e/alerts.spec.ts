import { expect, mailsTo, test } from "./portal";
import { sql } from "./security/attacker";

const jonas = "jonas.weber@northstar.example";
let resolved = "";

test.afterAll(async () => {
  const db = await sql();
  await db`delete from digest_choices where person_id = (select id from people where email = ${jonas})`;
  if (!resolved) return;
  await db`delete from alert_events where alert_id = ${resolved} and kind = 'resolved'`;
  await db`update alerts set resolved_at = null, resolved_by_id = null, outcome = null, note = null where id = ${resolved}`;
  await db`delete from activities where kind = 'call' and subject like 'Call: %' and person_id = (select id from people where email = ${jonas})`;
});

test("a morning's digest leads from the mail to the alert and to a called partner, and counts as an alert that led to an action (req:O1)", async ({
  as,
}) => {
  const page = await as("channel_manager");
  await page.goto("/account");
  await page.getByLabel("How often").selectOption("weekly");
  await page.getByLabel("If once a week, on").selectOption(String(new Date().getUTCDay() || 7));
  await page.getByLabel("From", { exact: true }).selectOption("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your digest comes as you chose.")).toBeVisible();

  const digests = async () => (await mailsTo(jonas)).filter(({ subject }) => /\d alerts? /.test(subject));
  const before = (await digests()).length;
  const db = await sql();
  await db`delete from digests where person_id = (select id from people where email = ${jonas})`;
  await db`select pg_notify('alerts', '')`;
  await expect.poll(async () => (await digests()).length, { timeout: 45_000 }).toBeGreaterThan(before);
  const [mail] = await digests();
  const link = mail?.links.find((address) => /\/alerts\/[0-9a-f-]{36}$/.test(address)) as string;
  resolved = link.split("/").pop() as string;

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Why it fired" })).toBeVisible();
  const rule = (await page.getByRole("heading", { level: 1 }).innerText()).split(":")[0] as string;
  await page.getByLabel("What was done").selectOption("called");
  await page.getByLabel("Note, for staff alone").fill("They decide on Friday");
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByText("Jonas Weber: resolved, Called the partner: They decide on Friday")).toBeVisible();
  await expect(page.getByRole("button", { name: "Resolve" })).toHaveCount(0);
  const [call] = await db`select kind from activities where "on" = program_day(now()) and kind = 'call'
    and partner_id = (select partner_id from alerts where id = ${resolved}) and person_id = (select id from people where email = ${jonas})`;
  expect(call?.kind).toBe("call");

  const owner = await as("program_owner");
  await owner.goto("/alerts/rules");
  await owner.getByRole("link", { name: rule, exact: true }).click();
  await expect(owner.getByText(/[1-9]\d* with an action/)).toBeVisible();
});
