import { chromium } from "@playwright/test";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
await context.addCookies([{ name: "session", value: "token-for-trying-admin", domain: "localhost", path: "/" }]);
const page = await context.newPage();
page.on("console", m => { if (m.type() === "error") console.log(m.text()); });
await page.goto("http://localhost:4331" + process.argv[2], { waitUntil: "load" });
await page.waitForTimeout(1500);
await browser.close();
