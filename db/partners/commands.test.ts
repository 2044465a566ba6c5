import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { changePartner, createPartner } from "@/db/partners/commands";
import { getPartner, listPartnerVersions } from "@/db/partners/queries";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { NotFound, Refused } from "@/lib/errors";
import { type PartnerInput, partnerForm } from "@/lib/partners/form";

const database = testDatabase();
const today = "2026-11-20";
const form = (fields: Record<string, string>): PartnerInput =>
  partnerForm.parse({ type: "reseller", status: "active", importance: "medium", contractStatus: "none", ...fields });
const create = (fields: Record<string, string>) =>
  withViewer(staffViewer, (tx) => createPartner(tx, form(fields), today));
const change = (id: string, fields: Record<string, string>, how: { effectiveOn?: string; reason?: string } = {}) =>
  withViewer(staffViewer, (tx) =>
    changePartner(tx, id, { ...form(fields), effectiveOn: how.effectiveOn ?? null, reason: how.reason ?? null }, today),
  );

beforeAll(() => plantCanaries(database.sql));

describe("a partner", () => {
  it("keeps what it was: a change holds from its day on", async () => {
    const { id } = await create({ name: "Nordlicht", tier: "silver", joinedOn: "2025-01-01" });
    await change(
      id,
      { name: "Nordlicht", tier: "gold", joinedOn: "2025-01-01" },
      { effectiveOn: "2026-03-01", reason: "Target met" },
    );
    const versions = await listPartnerVersions(staffViewer, id);
    expect(versions.map(({ validFrom, tier }) => [validFrom, tier])).toEqual([
      ["-infinity", null],
      ["2025-01-01", "Silver"],
      ["2026-03-01", "Gold"],
    ]);
    expect(await getPartner(staffViewer, id)).toMatchObject({ tier: "Gold", tierSince: "2026-03-01" });
  });

  it("tells the audit log from what to what, and why", async () => {
    const { id } = await create({ name: "Blue Harbour" });
    const { audit } = await change(id, { name: "Blue Harbour", status: "suspended" }, { reason: "Unpaid" });
    expect(audit).toMatchObject({ action: "partner.changed", partnerId: id, reason: "Unpaid" });
    expect(audit.before).toMatchObject({ status: "active" });
    expect(audit.after).toMatchObject({ status: "suspended", holdsFrom: today });
  });

  it("needs a reason for another tier or status, and no day that has not come", async () => {
    const { id } = await create({ name: "Zenith" });
    await expect(change(id, { name: "Zenith", tier: "gold" })).rejects.toThrow(/Say why/);
    await expect(
      change(id, { name: "Zenith", tier: "gold" }, { effectiveOn: "2026-11-21", reason: "x" }),
    ).rejects.toThrow(/has not come/);
    await expect(create({ name: "Another", tier: "diamond" })).rejects.toBeInstanceOf(Refused);
  });

  it("of a name exists once, also when two people create it at the same moment", async () => {
    const results = await Promise.allSettled([create({ name: "Twice" }), create({ name: "TWICE" })]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("of another company does not exist for a partner person, who may not change anything", async () => {
    await expect(getPartner(viewerA, cast.b)).rejects.toBeInstanceOf(NotFound);
    const own = await getPartner(viewerA, cast.a);
    expect(own).not.toHaveProperty("importance");
    const attempt = withViewer(viewerA, (tx) =>
      changePartner(tx, cast.a, { ...form({ name: "Mine" }), effectiveOn: null, reason: null }, today),
    );
    await expect(attempt).rejects.toThrow();
  });
});
