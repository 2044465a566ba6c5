import { chromium } from "@playwright/test";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const js = process.argv[2] !== "nojs";
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: js });
await context.addCookies([{ name: "session", value: "token-for-trying-admin", domain: "localhost", path: "/" }]);
const page = await context.newPage();
page.setDefaultTimeout(15000);
page.on("console", m => { if (m.type() === "error") console.log("CONSOLE", m.text().slice(0,600)); });
const step = async (name, fn) => { try { await fn(); console.log("ok  ", name, page.url().replace("http://localhost:4331","")); } catch (e) { console.log("FAIL", name, page.url(), String(e).slice(0,300)); await page.screenshot({path:`/tmp/shots/fail-${name.replace(/\W/g,"_")}.png`}); } };
const B = "http://localhost:4331";
const name = "Nord " + Date.now();
await step("create empty refused", async () => {
  await page.goto(B + "/partners/new"); await page.fill("[name=phone]", "123"); await page.click("text=Create partner");
  await page.getByRole("alert").filter({hasText:"not created"}).waitFor();
  if (await page.inputValue("[name=phone]") !== "123") throw new Error("typed lost");
});
await page.screenshot({path:"/tmp/shots/form-errors.png", fullPage:true});
await step("create", async () => {
  await page.goto(B + "/partners/new"); await page.fill("[name=name]", name); await page.selectOption("[name=type]", "reseller"); await page.selectOption("[name=tier]", "silver");
  await page.click("text=Create partner"); await page.waitForURL(/partners\/[0-9a-f-]{36}$/); await page.getByRole("heading", {name}).waitFor();
});
const made = page.url();
await step("edit without reason refused", async () => {
  await page.goto(made + "/edit"); await page.selectOption("[name=tier]", "gold"); await page.click("text=Save changes"); await page.getByRole("alert").filter({hasText:"Say why"}).waitFor();
  if (await page.inputValue("[name=tier]") !== "gold") throw new Error("typed lost");
});
await step("edit", async () => {
  await page.fill("[name=effectiveOn]", "2026-10-01"); await page.fill("[name=reason]", "Target met"); await page.click("text=Save changes"); await page.waitForURL(made); await page.getByText("Moved to Gold").waitFor().catch(async () => { await page.getByText("Reached Gold").waitFor(); });
});
await page.screenshot({path:"/tmp/shots/made.png", fullPage:true});
await step("merge", async () => {
  await page.goto(made); await page.click("a:has-text('Merge')"); await page.waitForURL(/merged=/); await page.fill("[name=q]", "Aldgate"); await page.press("[name=q]", "Enter"); await page.click("a:has-text('Aldgate Cloud')");
  await page.getByText("What the merge does").waitFor(); await page.screenshot({path:"/tmp/shots/merge.png", fullPage:true});
  await page.fill("[name=reason]", "Same company"); await page.click("button:has-text('Merge into')"); await page.waitForURL(/partners\/[0-9a-f-]{36}$/); await page.getByText("was merged into this partner").waitFor();
});
await step("old url leads to survivor", async () => { await page.goto(made); await page.getByRole("heading", {name: "Aldgate Cloud"}).waitFor(); });
await step("undo", async () => { await page.click("text=Undo this merge"); await page.fill("[name=reason]", "Two companies"); await page.click("button:has-text('Undo the merge')"); await page.waitForURL(made); await page.getByRole("heading", {name}).waitFor(); });
await step("duplicates", async () => { await page.goto(B + "/partners/merge"); await page.screenshot({path:"/tmp/shots/dups.png"}); });
await step("correct", async () => {
  await page.goto(B + "/deals?outcome=lost"); await page.locator("a.row-link").first().click(); await page.waitForURL(/deals\/[0-9a-f-]{36}$/); await page.click("text=Correct the outcome"); await page.waitForURL(/correct/);
  await page.screenshot({path:"/tmp/shots/correct.png"});
  await page.selectOption("[name=stage]", "won"); await page.fill("[name=on]", "2026-11-20"); await page.fill("[name=amountE4]", "abc"); await page.fill("[name=reason]", "Signed late"); await page.click("button:has-text('Correct the deal')"); await page.getByRole("alert").filter({hasText:"Write the amount"}).waitFor();
  if (await page.inputValue("[name=stage]") !== "won") throw new Error("stage lost");
  await page.fill("[name=amountE4]", "1,234.50"); await page.click("button:has-text('Correct the deal')"); await page.waitForURL(/deals\/[0-9a-f-]{36}$/); await page.getByText("Corrected: the portal said").waitFor();
  await page.screenshot({path:"/tmp/shots/corrected.png", fullPage:true});
});
await step("tier", async () => { await page.goto(B + "/admin/tiers/gold"); await page.fill("[name='atLeast.customers']", "x"); await page.fill("[name=reason]", "r"); await page.click("text=Save changes"); await page.getByRole("alert").filter({hasText:"write a number"}).waitFor(); await page.screenshot({path:"/tmp/shots/tier.png", fullPage:true}); await page.fill("[name='atLeast.customers']", "5"); await page.click("text=Save changes"); await page.waitForURL(/admin\/tiers$/); await page.screenshot({path:"/tmp/shots/tiers.png"}); });
await step("settings", async () => { await page.goto(B + "/admin/settings"); await page.fill("[name=reportingCurrency]", "XYZ"); await page.click("text=Save settings"); await page.getByRole("alert").filter({hasText:"three letters"}).waitFor(); await page.fill("[name=reportingCurrency]", "USD"); await page.fill("[name=programName]", "Northstar Cloud"); await page.click("text=Save settings"); await page.getByText("The settings are saved").waitFor(); await page.screenshot({path:"/tmp/shots/settings.png"}); });
await step("audit", async () => { await page.goto(B + "/admin/audit"); await page.screenshot({path:"/tmp/shots/audit.png", fullPage:true}); });
await step("filter form", async () => { await page.goto(B + "/partners"); await page.click("summary:has-text('Tier')"); await page.check("input[name=tier][value=gold]"); await page.check("input[name=tier][value=platinum]"); await page.locator("details[open] button:has-text('Apply')").click(); await page.waitForURL(/tier=gold&tier=platinum/); await page.getByText("match the filters").waitFor(); });
await browser.close();
