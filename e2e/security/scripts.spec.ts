import type { Browser, Page } from "@playwright/test";
import { letter } from "../../db/mail/letter";
import { expect, mailsTo, portalUrl, test } from "../portal";
import { callAction, forget, invent, type Stranger, send, serverActions, sessionOf, sql } from "./attacker";
import { payloads } from "./payloads";
import { upload } from "./upload";

test.describe.configure({ timeout: 180_000 });

const strangers: Stranger[] = [];
let planted: Planted;

test.beforeAll(async () => {
  planted = await plant();
});
test.afterAll(async () => {
  await planted.undo();
  await forget(strangers);
});

const pick = (n: number) => payloads[n % payloads.length] as string;

test("sec:H3 at least a hundred texts are tried", () => expect(new Set(payloads).size).toBeGreaterThanOrEqual(100));

test("sec:H3 no page runs or loads what stands in a name, a note, a file or an address", async ({ browser }) => {
  const { partner, deal, person, batch, mapping } = planted;
  const staffPages = [
    ...["/home", "/partners", `/partners/${partner}`, `/partners/${partner}/edit`, `/partners/${partner}/view-as`],
    ...[`/partners/merge?keep=${partner}&drop=${partner}`, `/partners?q=${encodeURIComponent(pick(0))}`],
    ...[
      `/deals?partner=${partner}`,
      `/deals/${deal}`,
      `/deals/${deal}/correct`,
      `/deals?q=${encodeURIComponent(pick(30))}`,
    ],
    ...["/admin/people", `/admin/people/${person}`, "/admin/audit", "/admin/tiers", "/admin/tiers/xss"],
    ...[
      "/metrics",
      `/metrics/new_pipeline?partner=${partner}&by=account`,
      `/metrics/new_pipeline?by=partner&from=2020-01-01`,
    ],
    ...["/imports", `/imports/${batch}`, `/imports/${planted.held}`, `/imports/mappings/${mapping}`, "/account"],
  ];
  const partnerPages = [
    "/home",
    "/deals",
    `/deals/${deal}`,
    "/team",
    `/partners/${partner}`,
    "/metrics/new_pipeline",
    "/account",
  ];
  const seen = new Set<string>();
  const [staff, theirs] = [
    await watched(browser, planted.staffSession),
    await watched(browser, planted.partnerSession),
  ];
  for (const [{ page }, pages] of [
    [staff, staffPages],
    [theirs, partnerPages],
  ] as const)
    for (const path of pages) {
      const answer = await page.goto(path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await page.locator("main").waitFor();
      const shown = `${await page.locator("body").innerText()} ${(await page.locator("input, textarea").evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).join(" ")}`;
      for (const payload of payloads) if (shown.includes(payload.replace(/\s+/g, " ").trim())) seen.add(payload);
    }
  expect([...staff.happened, ...theirs.happened]).toEqual([]);
  expect(seen.size, "texts that were shown as they are").toBeGreaterThan(80);
  await Promise.all([staff.page.context().close(), theirs.page.context().close()]);
});

test("sec:H3 what an address asks for comes back as a text at most", async () => {
  const paths = [
    "/partners?q=",
    "/deals?q=",
    "/admin/people?q=",
    "/admin/audit?q=",
    "/sign-in?problem=",
    "/sign-in?next=/",
    "/imports?problem=",
  ];
  const raw: string[] = [];
  const ask = async (payload: string, path: string) => {
    const { text, status } = await send(`${path}${encodeURIComponent(payload)}`, { session: planted.staffSession });
    if (status >= 500) raw.push(`${path}${payload}: ${status}`);
    if (/[<>]/.test(payload) && text.includes(payload)) raw.push(`${path}${payload}`);
  };
  for (let n = 0; n < payloads.length; n += 8)
    await Promise.all(
      payloads.slice(n, n + 8).map((payload, at) => ask(payload, paths[(n + at) % paths.length] as string)),
    );
  expect(raw).toEqual([]);
});

test("sec:H3 no mail runs, loads or links to what stands in a name", async ({ browser }) => {
  const { page, happened } = await watched(browser);
  const judge = async (html: string, what: string) => {
    await page.setContent(html);
    const links = await page.locator("a").evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
    expect(
      links.map((link) => new URL(link).origin),
      what,
    ).toEqual([portalUrl()]);
    const names = await page.locator("body *").evaluateAll((found) => found.map((element) => element.tagName));
    expect(
      names.filter((name) => !["DIV", "P", "A", "BR"].includes(name)),
      what,
    ).toEqual([]);
    const marks = await page
      .locator("body *")
      .evaluateAll((found) => found.flatMap((element) => element.getAttributeNames()));
    expect(
      marks.filter((name) => !["style", "href"].includes(name)),
      what,
    ).toEqual([]);
  };
  for (const [n, payload] of payloads.entries()) {
    const { html, subject } = letter(payload, [payload, `Hello ${payload},`], {
      label: payload,
      url: `${portalUrl()}/sign-in?n=${n}&x=${payload}`,
    });
    expect(subject).not.toMatch(/[\r\n]/);
    await judge(html, payload);
  }
  const email = `h3-${Date.now()}@mail.example`;
  const invite = serverActions().find(({ name }) => name.endsWith("people/actions.ts invite"))?.id as string;
  const form = { name: "Guest", email, role: "partner_member", partnerId: planted.partner };
  await callAction(invite, "/admin/people", form, { session: planted.staffSession });
  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 15_000 }).toBe(1);
  const [mail] = await mailsTo(email);
  expect(mail?.text).toContain(pick(1).trim());
  await judge(mail?.html ?? "", "the invitation");
  expect(happened).toEqual([]);
  await page.context().close();
  const db = await sql();
  await db`delete from people where email = ${email}`;
});

/** A page of the person with everything noted that must not happen: a dialog, a refusal by the policy, a foreign address. */
async function watched(browser: Browser, session?: string): Promise<{ page: Page; happened: string[] }> {
  const happened: string[] = [];
  const context = await browser.newContext({ baseURL: portalUrl() });
  if (session) await context.addCookies([{ name: "session", value: session, url: portalUrl() }]);
  const page = await context.newPage();
  await page.exposeFunction("happened", (what: string) => happened.push(`${page.url()}: ${what}`));
  await page.addInitScript(() => {
    const tell = (window as unknown as { happened: (what: string) => void }).happened;
    document.addEventListener("securitypolicyviolation", (event) =>
      tell(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  page.on("dialog", (dialog) => {
    happened.push(`${page.url()}: dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (/evil\.example/.test(new URL(request.url()).host)) happened.push(`${page.url()}: asked for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) happened.push(`${page.url()}: ${message.text()}`);
  });
  return { page, happened };
}

type Planted = {
  partner: string;
  deal: string;
  person: string;
  batch: string;
  held: string;
  mapping: string;
  staffSession: string;
  partnerSession: string;
  undo: () => Promise<void>;
};

/** Puts the texts wherever a page shows one: a partner with its people, deals, accounts and history, a tier, two imports. */
async function plant(): Promise<Planted> {
  const db = await sql();
  const [partner] =
    await db`select p.* from partners p where name not in ('Northwind Traders', 'Contoso Systems') and merged_into_id is null
    order by (select count(*) from deal_partners d where d.partner_id = p.id) desc limit 1`;
  const [staff, theirs] = [await invent("admin", partner?.id), await invent("partner_admin", partner?.id)];
  strangers.push(staff, theirs);
  await db`update people set name = ${pick(1)}, title = ${pick(2)} where id = ${staff.id}`;
  await db`update people set name = ${pick(3)}, title = ${pick(4)} where id = ${theirs.id}`;
  const people = payloads.map((name, n) => ({
    kind: "partner",
    partner_id: partner?.id,
    name,
    title: pick(n + 50),
    email: `h3-${n}@mail.example`,
    role: "partner_member",
    access: "active",
  }));
  const added = await db`insert into people ${db(people)} returning id`;
  const texts = {
    name: pick(1),
    domain: "h3.example",
    website: "javascript:alert(1)",
    description: pick(5),
    phone: pick(6),
    address: pick(7),
    city: pick(8),
    country: pick(9),
    region: pick(10),
    territory: pick(11),
    segment: pick(12),
    specializations: [pick(13), pick(14)],
    manager_id: staff.id,
    tier: "xss",
  };
  await db`insert into tiers (key, name, rank) values ('xss', ${pick(15)}, 999)`;
  await db`update partners set ${db(texts)} where id = ${partner?.id}`;
  const deals =
    await db`select d.id, d.name, d.next_step, d.close_reason, a.id as account_id, a.name as account, a.industry from deals d join accounts a on a.id = d.account_id
    where d.id in (select deal_id from deal_partners where partner_id = ${partner?.id}) order by d.opened_on desc nulls last, d.id limit ${payloads.length}`;
  for (const [n, deal] of deals.entries()) {
    await db`update deals set name = ${pick(n)}, next_step = ${pick(n + 40)}, close_reason = ${pick(n + 60)} where id = ${deal.id}`;
    await db`update accounts set name = ${pick(n + 20)}, industry = ${pick(n + 80)} where id = ${deal.account_id}`;
  }
  await db`insert into certifications ${db(payloads.slice(0, 20).map((name, n) => ({ partner_id: partner?.id, name, subject: pick(n + 30), description: pick(n + 60) })))}`;
  await db`insert into activities ${db(payloads.slice(0, 20).map((subject) => ({ partner_id: partner?.id, kind: "note", subject, on: "2026-01-02" })))}`;
  await db`insert into audit_entries ${db(payloads.map((text, n) => ({ actor: text, actor_id: staff.id, action: "partner.changed", subject_type: "partner", subject_id: partner?.id, subject: pick(n + 1), before: { name: pick(n + 2) }, after: { name: pick(n + 3) }, reason: pick(n + 4) })))}`;
  const staffSession = await sessionOf(staff.id);
  const imports = await importsOfTexts(staffSession);
  const undo = async () => {
    const { id, ...was } = partner as { id: string };
    const kept = Object.fromEntries(Object.entries(was).filter(([column]) => column in texts));
    await db`delete from certifications where partner_id = ${id} and name = any(${payloads.slice(0, 20)})`;
    await db`delete from activities where partner_id = ${id} and subject = any(${payloads.slice(0, 20)})`;
    for (const deal of deals) {
      await db`update deals set name = ${deal.name}, next_step = ${deal.next_step}, close_reason = ${deal.close_reason} where id = ${deal.id}`;
      await db`update accounts set name = ${deal.account}, industry = ${deal.industry} where id = ${deal.account_id}`;
    }
    await db`update partners set ${db(kept)} where id = ${id}`;
    await db`delete from import_batches where id = any(${[imports.batch, imports.held]})`;
    await db`delete from import_mappings where source = ${imports.mapping}`;
    await db`delete from people where id = any(${added.map((row) => row.id as string)})`;
    await db`update partner_versions set tier = null where tier = 'xss'`;
    await db`delete from tiers where key = 'xss'`;
  };
  const session = await sessionOf(theirs.id);
  return {
    partner: partner?.id,
    deal: deals[0]?.id,
    person: added[0]?.id,
    ...imports,
    staffSession,
    partnerSession: session,
    undo,
  };
}

/** A batch that holds rows back for what they say, and one that failed for its header; and a mapping that says it too. */
async function importsOfTexts(session: string) {
  const db = await sql();
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const mapping = {
    source: "xss",
    label: pick(16),
    note: pick(17),
    files: { rows: { match: "*" } },
    valueMaps: { kind: Object.fromEntries(payloads.slice(0, 30).map((text) => [text.trim(), text])) },
    feeds: [
      {
        entity: "account",
        from: "rows",
        note: pick(18),
        fields: { id: { column: "Id" }, name: { column: "Name" }, employees: { column: "Count" } },
      },
    ],
  };
  await db`insert into import_mappings (source, label, mapping) values ('xss', ${mapping.label}, ${db.json(mapping)})`;
  const rows = payloads.map((text, n) => `${n},${quoted(text)},${quoted(n % 2 ? text : "1")}`);
  const checked = await upload({
    session,
    source: "xss",
    name: "<img src=x onerror=alert(1)>.csv",
    content: `Id,Name,Count\n${rows.join("\n")}\n`,
  });
  expect(checked.status).toBe(303);
  const failed = await upload({
    session,
    source: "xss",
    name: "<svg onload=alert(1)>.csv",
    content: `Id,${quoted(pick(31))},${quoted(pick(31))}\n`,
  });
  expect(failed.status).toBe(422);
  const [last] =
    await db`select id from import_batches where source = 'xss' and status = 'failed' order by created_at desc limit 1`;
  return {
    mapping: "xss",
    batch: String(checked.headers.location).split("/").at(-1) as string,
    held: last?.id as string,
  };
}
