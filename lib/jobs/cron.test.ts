import { expect, test } from "vitest";
import { isCron, latestOf, nextOf } from "./cron";
import { reasonOf } from "./reason";
import { backoffSeconds, jobNames, jobOf } from "./registry";

const at = (text: string) => new Date(text);
const next = (cron: string, now: string, zone = "UTC") => nextOf(cron, at(now), zone)?.toISOString();
const latest = (cron: string, now: string, zone = "UTC") => latestOf(cron, at(now), zone)?.toISOString();

test("a schedule is read by the clock of the time zone, also over a change of the clocks", () => {
  expect(next("0 7 * * 1", "2026-11-20T12:00:00Z", "Europe/Berlin")).toBe("2026-11-23T06:00:00.000Z");
  // The clocks go back on 25 October: 7 o'clock is an hour later than the day before.
  expect(next("0 7 * * *", "2026-10-24T05:00:00Z", "Europe/Berlin")).toBe("2026-10-25T06:00:00.000Z");
  // 2:30 does not exist on 29 March: it counts as the moment after the leap, and once.
  expect(next("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  expect(next("30 2 * * *", "2026-03-29T01:00:00Z", "Europe/Berlin")).toBe("2026-03-30T00:30:00.000Z");
  // 2:30 comes twice on 25 October: the first counts.
  expect(next("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  expect(next("30 2 * * *", "2026-10-25T00:30:00Z", "Europe/Berlin")).toBe("2026-10-26T01:30:00.000Z");
});

test("every moment of a year is the newest one once it has come, and the one before it until then, in zones that change their clocks", () => {
  for (const [cron, zone] of [
    ["30 2 * * *", "Europe/Berlin"],
    ["30 1 * * *", "America/New_York"],
    ["0 2 * * 0", "Australia/Lord_Howe"],
    ["12 */6 * * *", "Africa/Cairo"],
  ] as const) {
    let [before, moment] = [undefined as string | undefined, next(cron, "2026-03-01T00:00:00Z", zone) as string];
    while (moment < "2026-04-30") {
      expect(latest(cron, moment, zone)).toBe(moment);
      if (before) expect(latest(cron, new Date(Date.parse(moment) - 1).toISOString(), zone)).toBe(before);
      [before, moment] = [moment, next(cron, moment, zone) as string];
    }
  }
  // What is done each hour is done in both hours that the clock shows twice.
  expect(latest("12 * * * *", "2026-10-25T01:30:00Z", "Europe/Berlin")).toBe("2026-10-25T01:12:00.000Z");
});

test("the newest moment that has come is the one before the next", () => {
  expect(latest("0 6 1 * *", "2026-11-01T06:00:00Z")).toBe("2026-11-01T06:00:00.000Z");
  expect(latest("0 6 1 * *", "2026-11-01T05:59:59Z")).toBe("2026-10-01T06:00:00.000Z");
  expect(latest("0 0 29 2 *", "2026-11-01T00:00:00Z")).toBe("2024-02-29T00:00:00.000Z");
  expect(next("*/20 9-10 * * *", "2026-11-01T10:40:00Z")).toBe("2026-11-02T09:00:00.000Z");
  expect(next("0 0 31 2 *", "2026-11-01T00:00:00Z")).toBeUndefined();
});

test("a day of the month and a weekday are each enough when both are limited, and Sunday is 0 or 7", () => {
  expect(next("0 0 13 * 5", "2026-11-14T00:00:00Z")).toBe("2026-11-20T00:00:00.000Z");
  expect(next("0 0 * * 7", "2026-11-16T00:00:00Z")).toBe("2026-11-22T00:00:00.000Z");
});

test.each([
  "",
  "0 7 * *",
  "60 * * * *",
  "a * * * *",
  "5-1 * * * *",
  "*/0 * * * *",
  "0 24 * * *",
  "0 0 0 * *",
  "@daily",
  "* 0 7 * * 1",
])('the schedule "%s" is refused', (text) => {
  expect(isCron(text)).toBe(false);
});

test("tries come ever later, but within an hour and a quarter, and never all at once", () => {
  expect([1, 2, 3, 20].map((tried) => backoffSeconds(tried, 0))).toEqual([15, 30, 60, 3600]);
  expect(backoffSeconds(1, 0.99)).toBeGreaterThan(15);
});

test("every job has words, and a schedule that can be read", () => {
  for (const name of jobNames) {
    const { label, does, schedule } = jobOf(name);
    expect(label && does.endsWith(".")).toBeTruthy();
    if ("cron" in schedule) expect(isCron(schedule.cron)).toBe(true);
  }
});

test("sec:A3 the reason of a failure keeps no password, address, key or token", () => {
  const said = reasonOf(
    new Error(
      "connect smtp://user:pass@mail.example failed for mara@x.example with Bearer abc.def and whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw at ?token=1234",
    ),
  );
  for (const secret of ["pass", "mara", "abc.def", "MfKQ9r8", "1234"]) expect(said).not.toContain(secret);
  const cause = new Error('relation "x" does not exist');
  expect(reasonOf(Object.assign(new Error("Failed query: select $1 params: secret"), { cause }))).toBe(cause.message);
});
