import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { signIns } from "../db/seed/cast";
import type { Role } from "../lib/access/roles";

export { expect };

export const dataDir = () => process.env.PORTAL_DATA_DIR as string;
export const portalUrl = () => process.env.PORTAL_URL as string;

type Mail = { to: string[]; subject: string; text: string; html: string; links: string[] };

/** The mails to an address, newest first, from the demo's mailbox. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const { mailbox } = JSON.parse(readFileSync(join(dataDir(), "demo.json"), "utf8")) as { mailbox: string };
  const answer = await fetch(`${mailbox}/messages.json?to=${encodeURIComponent(address)}`);
  return (await answer.json()) as Mail[];
}

/** Waits for a mail beyond those that were there, and returns the link in it. */
export async function nextLinkTo(address: string, before: number): Promise<string> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 15_000 }).toBeGreaterThan(before);
  const [mail] = await mailsTo(address);
  return mail?.links.find((link) => link.includes("/sign-in")) as string;
}

/** Signs in as people of the role do: staff at the single sign-on provider, partner people by a link in their mail. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const person = signIns.find((candidate) => candidate.role === role) as (typeof signIns)[number];
  if (person.via === "link") return signInByLink(page, person.email);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with single sign-on" }).click();
  await page.getByRole("button", { name: person.name }).click();
  await page.waitForURL("**/home");
}

export async function signInByLink(page: Page, email: string): Promise<void> {
  const before = (await mailsTo(email)).length;
  await page.goto("/sign-in");
  await page.getByLabel("Your work e-mail").fill(email);
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  await page.waitForURL("**/sign-in/check-mail");
  await page.goto(await nextLinkTo(email, before));
  await page.getByRole("button", { name: /^Sign in to/ }).click();
  await page.waitForURL("**/home");
}

type Fixtures = {
  /** A page signed in as the role; the sign-in is made once a run and shared. */
  as: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
  /** What the browser's console may say in this test: the answer to a page that is not there, for example. */
  allowed: RegExp[];
  /** Watches a page that the test opened by itself. */
  watch: (page: Page) => Page;
};

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(portalUrl()),
  allowed: async ({}, use) => use([]),
  watch: [
    async ({ allowed }, use) => {
      const problems: string[] = [];
      const note = (text: string) => {
        if (!allowed.some((pattern) => pattern.test(text))) problems.push(text);
      };
      await use((page) => {
        page.on("console", (message) => {
          const here = page.url().startsWith(portalUrl());
          if (here && message.type() === "error")
            note(`${new URL(page.url()).pathname}: ${message.text()} ${message.location().url}`);
        });
        page.on("pageerror", (error) => note(`${new URL(page.url()).pathname}: ${error.message}`));
        return page;
      });
      expect(problems, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page, watch }, use) => use(watch(page)),
  as: async ({ browser, baseURL, watch }, use) => {
    const opened: Page[] = [];
    await use(async (role, options = {}) => {
      const state = join(dataDir(), `signed-in-${role}.json`);
      if (!existsSync(state)) {
        const first = await browser.newContext({ baseURL });
        await signIn(watch(await first.newPage()), role);
        await first.storageState({ path: state });
        await first.close();
      }
      const context = await browser.newContext({ baseURL, storageState: state, ...options });
      const page = watch(await context.newPage());
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
});
