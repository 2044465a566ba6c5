import { chromium } from "@playwright/test";
// node .shot.mjs role width theme path out ...
const [role, ...jobs] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const job of jobs) {
  const [width, theme, path, out, click] = job.split("|");
  const context = await browser.newContext({ viewport: { width: Number(width), height: width < 500 ? 844 : 900 }, colorScheme: theme });
  await context.addCookies([{ name: "session", value: "token-for-trying-" + role, domain: "localhost", path: "/" }]);
  const page = await context.newPage();
  page.on("console", m => { if (m.type() === "error" || m.type()==="warning") console.log(path, m.type(), m.text().slice(0, 400)); });
  page.on("pageerror", e => console.log(path, "pageerror", String(e).slice(0,400)));
  await page.goto("http://localhost:4331" + path, { waitUntil: "load" });
  await page.waitForTimeout(600);
  if (click) { await page.click(click); await page.waitForTimeout(300); }
  await page.screenshot({ path: `/tmp/shots/${out}.png`, fullPage: !click });
  await context.close();
}
await browser.close();
