import type { Page } from "@playwright/test";
import type { Role } from "../lib/access/roles";
import { isMetricKey, metricOf } from "../lib/metrics/registry";
import { expect, test } from "./portal";

/** Pages of figures; `*` is the first scorecard or partner of a list. */
const pages: Partial<Record<Role, string[]>> = {
  channel_manager: ["/home", "/scorecards/*", "/partners/*"],
  executive: ["/home"],
  admin: ["/home"],
  partner_admin: ["/home", "/scorecards"],
};

test.describe.configure({ timeout: 240_000 });

type Shown = { where: string; href: string; text: string };

for (const [role, paths] of Object.entries(pages))
  test(`every figure that a ${role.replace("_", " ")} is shown leads to an explanation that says the same, with rows that add up (req:F5)`, async ({
    as,
  }) => {
    const page = await as(role as Role);
    const shown = new Map<string, Shown>();
    const wrong: string[] = [];
    for (const path of paths) {
      await open(page, path);
      const { figures, unlinked } = await page.evaluate(figuresOf);
      expect(figures.length, path).toBeGreaterThan(4);
      wrong.push(...unlinked.map((text) => `${path} leads nowhere: ${text}`));
      for (const figure of figures) {
        const before = shown.get(`${figure.href} ${figure.text}`);
        if (!before) shown.set(`${figure.href} ${figure.text}`, { ...figure, where: path });
      }
    }
    const explained = new Map<string, Explained>();
    const asked = [...new Set([...shown.values()].map(({ href }) => href))];
    while (asked.length)
      await Promise.all(asked.splice(0, 4).map(async (href) => explained.set(href, await explain(page, href))));
    for (const { where, href, text } of shown.values()) {
      const { value, total, rows, numerator, agrees } = explained.get(href) as Explained;
      if (!says(text, value)) wrong.push(`${where} says ${text}, ${href} says ${value}`);
      if (!agrees) wrong.push(`${href}: the rows are not said to be what it counts`);
      if (rows !== null && rows !== total) wrong.push(`${href}: rows of ${rows}, a total of ${total}`);
      if (numerator !== null && tenThousandths(numerator) !== total)
        wrong.push(`${href}: counts ${numerator}, a total of ${total}`);
    }
    expect(wrong).toEqual([]);
  });

async function open(page: Page, path: string) {
  const list = path.replace("/*", "");
  await page.goto(list);
  if (path.endsWith("*")) {
    const first = page.getByRole("main").getByRole("table").first().locator("tbody a").first();
    if (await first.count()) await page.goto((await first.getAttribute("href")) as string);
  }
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // What was slow to count is given as of before a change, and says so, until it was counted again.
  const ofBefore = async () => {
    await page.reload();
    return page.getByText(/^(As of \d|Figures are being counted again)/).count();
  };
  await expect.poll(ofBefore, { timeout: 90_000 }).toBe(0);
}

/** In the page: each figure with its address, as exactly as it is said; and those that have none. */
function figuresOf() {
  const cells =
    ".text-numeral, dd.tabular-nums, td.tabular-nums, li .tabular-nums, tr[id^='m-'] td.number:nth-of-type(1)";
  const figures: { href: string; text: string }[] = [];
  const unlinked: string[] = [];
  for (const cell of document.querySelectorAll<HTMLElement>(`main :is(${cells})`)) {
    const card = cell.closest<HTMLElement>(".group, li, tr, dl > div");
    const link = cell.closest("a") ?? cell.querySelector("a") ?? card?.querySelector<HTMLAnchorElement>("a[href]");
    const exact =
      /exactly ([^·]+)$/.exec(cell.textContent ?? "")?.[1] ?? (/[A-Z]{3}/.test(cell.title) ? cell.title : "");
    const text = (exact || cell.firstChild?.textContent || "").trim();
    const whole = card?.innerText ?? "";
    // What was entered by hand names its source and day; a plan is no figure; what is closed up is said elsewhere too.
    const given = /, \d{1,2} \w{3} \d{4}$/.test(whole.trim()) || /^Plan\n/.test(whole) || cell.closest("details");
    if (!/\d/.test(text) || /^Counted /.test(text) || given) continue;
    const href = link?.getAttribute("href");
    // A change leads to the figure that changed.
    if (href?.startsWith("/metrics/") && !/^[+−±]/.test(text)) figures.push({ href, text });
    else if (!href) unlinked.push(whole || text);
  }
  for (const [index, bar] of document.querySelectorAll<SVGAElement>("main svg a[href^='/metrics/']").entries()) {
    // Of the bars of a chart every fourth: all are made alike.
    if (index % 4) continue;
    const [, text = ""] = /: (.+)$/.exec(bar.getAttribute("aria-label") ?? "") ?? [];
    if (/\d/.test(text)) figures.push({ href: bar.getAttribute("href") ?? "", text });
  }
  return { figures, unlinked };
}

type Explained = { value: string; total: bigint; rows: bigint | null; numerator: string | null; agrees: boolean };

/** What the explanation of a figure says, and what its rows come to when they are added up here. */
async function explain(page: Page, href: string): Promise<Explained> {
  const answer = await page.request.get(href);
  expect(answer.status(), href).toBe(200);
  const read = await page.evaluate(
    (html) => {
      const explained = new DOMParser().parseFromString(html, "text/html");
      const rows = explained.querySelector("#rows");
      const heads = [...(rows?.querySelectorAll("thead th") ?? [])].map((head) => head.textContent ?? "");
      const column = heads.findIndex((head) => /^(Amount \(|Counts)/.test(head));
      const cells = (of: string) =>
        [...(rows?.querySelectorAll(of) ?? [])].map((row) => row.children[column]?.textContent ?? "");
      return {
        value: explained.querySelector("main p.text-numeral")?.textContent ?? "",
        fraction: explained.querySelector("main p.text-numeral + p")?.textContent ?? "",
        says: rows?.textContent ?? "",
        rows: cells("tbody tr"),
        total: cells("tfoot tr")[0] ?? "0",
      };
    },
    await answer.text(),
  );
  const key = /^\/metrics\/(\w+)/.exec(href)?.[1] ?? "";
  const metric = isMetricKey(key) ? metricOf(key) : null;
  const plain = metric?.numerator.length === 1 && !metric.less && !metric.minus && !metric.scale;
  const above = /^([\d.-]+) \//.exec(read.fraction)?.[1] ?? null;
  const whole = !read.says.includes("Total of all pages") && !read.total.includes("hours");
  return {
    value: read.value,
    total: tenThousandths(read.total),
    rows: whole ? read.rows.reduce((sum, text) => sum + tenThousandths(text), 0n) : null,
    numerator:
      plain && !read.says.includes("the figure is the")
        ? (above ?? (metric.denominator || read.total.includes("hours") ? null : read.value))
        : null,
    agrees: /exactly what the figure counts|the figure is the/.test(read.says),
  };
}

/** `USD 1,234.5` in ten-thousandths, exact. */
function tenThousandths(text: string): bigint {
  const [, sign = "", whole = "0", part = ""] = /([-−]?)([\d,]+)(?:\.(\d+))?/.exec(text) ?? [];
  const size = BigInt(whole.replaceAll(",", "") + part.padEnd(4, "0").slice(0, 4));
  return sign ? -size : size;
}

/** Whether what a page says, with `k`, `m` or fewer decimals, is the exact value rounded. */
function says(text: string, exact: string): boolean {
  const [, whole = "", part = "", unit = ""] = /([\d,]+)(?:\.(\d+))?\s?([kmb]?)/.exec(text) ?? [];
  const size = { "": 1, k: 1e3, m: 1e6, b: 1e9 }[unit] ?? Number.NaN;
  const shown = Number(`${whole.replaceAll(",", "")}.${part}`) * size;
  const value = Math.abs(Number(tenThousandths(exact))) / 10_000;
  return (
    Math.abs(shown - value) <= (size / 2) * 10 ** -part.length + 1e-6 * size &&
    text.includes("%") === exact.includes("%")
  );
}
