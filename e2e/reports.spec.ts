import { signIns } from "@/db/seed/cast";
import { expect, mailsTo, test } from "./portal";

test("a board report is asked for in two clicks and arrives as a PDF that opens for its recipient alone (req:O2, sec:T15)", async ({
  as,
  allowed,
}) => {
  allowed.push(/404/);
  const page = await as("program_owner");
  const { email } = signIns.find(({ role }) => role === "program_owner") as (typeof signIns)[number];
  const before = (await mailsTo(email)).length;
  await page.goto("/executive");
  await page.getByRole("link", { name: "Send me this" }).click();
  await expect(page.getByRole("combobox", { name: "When" })).toHaveValue("0 7 * * 1");
  await page.getByRole("button", { name: "Send it to me" }).click();
  const report = page.getByRole("listitem").filter({ hasText: "Executive summary as PDF" }).last();
  await expect(report).toContainText("Mondays at 07:00");

  await report.getByRole("button", { name: "Send now" }).click();
  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 60_000 }).toBeGreaterThan(before);
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toMatch(/^Executive summary of /);
  const link = mail?.links.find((address) => address.includes("/reports/")) as string;
  const file = await page.request.get(link);
  expect([file.status(), file.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  const pdf = (await file.body()).toString("latin1");
  expect(pdf).toMatch(/^%PDF-/);
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);

  const other = await as("executive");
  expect((await other.request.get(link)).status()).toBe(404);
  await page.goto("/reports");
  await expect(page.getByRole("row").filter({ hasText: "Executive summary, PDF" }).first()).toContainText("Sent");
  await report.getByRole("button", { name: "Stop" }).click();
  await expect(report).toHaveCount(0);
});
