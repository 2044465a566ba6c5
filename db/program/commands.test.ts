import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { changeSettings, changeTier, createTier } from "@/db/program/commands";
import { getTier, listTiersWithPartners } from "@/db/program/queries";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { Refused } from "@/lib/errors";
import { settingsForm, tierForm } from "@/lib/program/forms";

const database = testDatabase();
const tier = (fields: Record<string, string>) => tierForm.parse({ name: "Diamond", rank: "50", reason: "", ...fields });

beforeAll(() => plantCanaries(database.sql));

describe("a tier", () => {
  it("is created with what it asks for, and changed with a trace", async () => {
    const asked = tier({ "atLeast.customers": "5", "atLeast.sourced_revenue": "1,000.50", "atLeast.unknown": "1" });
    const { key, audit } = await withViewer(staffViewer, (tx) => createTier(tx, asked));
    expect(await getTier(staffViewer, key)).toMatchObject({
      name: "Diamond",
      requirements: [
        { criterion: "customers", atLeast: "5" },
        { criterion: "sourced_revenue", atLeast: "1000.50" },
      ],
    });
    expect(audit.after).toMatchObject({ requirements: ["Active customers at least 5", expect.any(String)] });
    const changed = await withViewer(staffViewer, (tx) => changeTier(tx, key, tier({ rank: "60", reason: "Order" })));
    expect(changed.audit).toMatchObject({ before: { rank: 50 }, after: { rank: 60 }, reason: "Order" });
  });

  it("refuses a name or rank that is taken, and a person of a partner", async () => {
    const create = (fields: Record<string, string>) => withViewer(staffViewer, (tx) => createTier(tx, tier(fields)));
    await expect(create({ name: "GOLD", rank: "70" })).rejects.toThrow(/called GOLD/);
    await expect(create({ name: "Bronze", rank: "30" })).rejects.toThrow(/Gold has rank 30/);
    await expect(create({ name: "★", rank: "71" })).rejects.toBeInstanceOf(Refused);
    await expect(withViewer(viewerA, (tx) => createTier(tx, tier({ name: "Mine", rank: "72" })))).rejects.toThrow();
  });

  it("counts the partners that stand on it", async () => {
    const gold = (await listTiersWithPartners(staffViewer)).find(({ key }) => key === "gold");
    expect(gold?.partners).toBe(2);
  });
});

describe("the settings", () => {
  const change = (fields: Record<string, string>) =>
    withViewer(staffViewer, (tx) =>
      changeSettings(
        tx,
        settingsForm.parse({ programName: "P", reportingCurrency: "USD", timeZone: "UTC", reason: "", ...fields }),
      ),
    );

  it("restate every reported amount when the currency changes, with a reason", async () => {
    await expect(change({ reportingCurrency: "EUR" })).rejects.toThrow(/Say why/);
    await database.sql`insert into fx_rates (currency, "on", rate) values ('USD', '2026-05-11', 0.5)`;
    await change({ reportingCurrency: "eur", reason: "We moved" });
    const [deal] = await database.sql`select reported_e4 from deals where id = 'aaaaaaaa-0000-4000-8000-000000000004'`;
    expect(String(deal?.reported_e4)).toBe("55000");
  });

  it("keep the time zone once deals exist, and refuse what is none", async () => {
    await expect(change({ reportingCurrency: "EUR", timeZone: "Europe/Berlin" })).rejects.toBeInstanceOf(Refused);
    expect(settingsForm.safeParse({ programName: "P", reportingCurrency: "EUR", timeZone: "Mars/Base" }).success).toBe(
      false,
    );
    expect(settingsForm.safeParse({ programName: "P", reportingCurrency: "euro", timeZone: "UTC" }).success).toBe(
      false,
    );
  });
});
