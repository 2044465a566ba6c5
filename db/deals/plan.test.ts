import { type SQL, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { planDeal } from "@/db/deals/plan";
import { listDealPartners } from "@/db/deals/queries";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { PartnerViewer } from "@/lib/access/viewer";
import { planForm } from "@/lib/deals/form";
import { NotFound, Refused } from "@/lib/errors";

const database = testDatabase();
const viewerB: PartnerViewer = { ...viewerA, partnerId: cast.b, personId: "bbbbbbbb-0000-4000-8000-000000000002" };
let [deal, today] = ["", ""];

beforeAll(() => plantCanaries(database.sql));

/** An open deal that A sourced and B influences. */
beforeEach(async () => {
  const { sql: owner } = database;
  const [made] =
    await owner`insert into deals (name, stage, currency) values ('Planned', 'qualified', 'USD') returning id, program_day(now())::text as today`;
  [deal, today] = [made?.id, made?.today];
  await owner`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${cast.b}, 'influencing'), (${deal}, ${cast.a}, 'sourcing')`;
  await owner`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on) values (${deal}, now() - interval '9 days', 'qualified', 50000, 'USD', '2998-01-01')`;
});

const plan = (viewer: PartnerViewer, given: Record<string, string>, dealId = deal) =>
  withViewer(viewer, (tx) => planDeal(tx, viewer, planForm.parse({ dealId, nextStep: "", ...given }), today));
const versions = () =>
  database.sql`select stage, amount_e4::text as amount, expected_close_on::text as closes, recorded_by_id as by from deal_versions
    where deal_id = ${deal} and superseded_at is null order by valid_from`;

describe("a partner's plan for its own deal", () => {
  it("keeps its next step, and a new day of closing as a version of its person, and the log says both", async () => {
    const { audit } = await plan(viewerA, {
      nextStep: "Demo",
      nextStepOn: "2998-02-01",
      expectedCloseOn: "2999-03-31",
    });
    expect(audit).toMatchObject({
      action: "deal.planned",
      partnerId: cast.a,
      before: { nextStep: null, expectedClose: "2998-01-01" },
      after: { nextStep: "Demo", nextStepOn: "2998-02-01", expectedClose: "2999-03-31" },
    });
    expect(await versions()).toEqual([
      { stage: "qualified", amount: "50000", closes: "2998-01-01", by: null },
      { stage: "qualified", amount: "50000", closes: "2999-03-31", by: viewerA.personId },
    ]);
    const [row] =
      await database.sql`select expected_close_on::text as closes, last_activity_on::text as active from deals where id = ${deal}`;
    expect(row).toEqual({ closes: "2999-03-31", active: today });
  });

  it("changes the step alone when the day of closing stays, and is refused when nothing does", async () => {
    await plan(viewerA, { nextStep: "Demo" });
    expect(await versions()).toHaveLength(1);
    await expect(plan(viewerA, { nextStep: "Demo", expectedCloseOn: "2998-01-01" })).rejects.toBeInstanceOf(Refused);
    await plan(viewerA, {});
    expect((await listDealPartners(staffViewer, deal)).map(({ nextStep }) => nextStep)).toEqual([null, null]);
  });

  it("is read by staff and by its own company, and by no other in the deal", async () => {
    await plan(viewerA, { nextStep: "Send the offer" });
    const read = async (viewer: Parameters<typeof listDealPartners>[0]) =>
      (await listDealPartners(viewer, deal)).map(({ partnerId, nextStep }) => [partnerId, nextStep]);
    expect(await read(staffViewer)).toContainEqual([cast.a, "Send the offer"]);
    expect(await read(viewerA)).toEqual([[cast.a, "Send the offer"]]);
    expect(await read(viewerB)).toEqual([[cast.b, null]]);
  });

  it("is nobody's who influences the deal, nor another's, nor for a closed deal or a day that has passed", async () => {
    await expect(plan(viewerB, { nextStep: "Mine" })).rejects.toThrow("influences this deal");
    await expect(plan(viewerA, { nextStep: "X" }, "bbbbbbbb-0000-4000-8000-000000000005")).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(plan(viewerA, { expectedCloseOn: "2020-01-01" })).rejects.toMatchObject({ field: "expectedCloseOn" });
    await database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, now(), 'won', 50000, 'USD')`;
    await expect(plan(viewerA, { nextStep: "X" })).rejects.toThrow("closed as won");
  });

  it("is written by the database for the partner of the transaction alone, on an open deal that it sourced", async () => {
    const call = (viewer: PartnerViewer, which: string) =>
      withViewer(viewer, async (tx) => [
        ...(await tx.execute(sql`select plan_own_deal(${which}, 'Step', null, '2999-01-01') as said`)),
      ]);
    expect(await call(viewerB, deal)).toEqual([{ said: "gone" }]);
    expect(await call(viewerA, "bbbbbbbb-0000-4000-8000-000000000005")).toEqual([{ said: "gone" }]);
    expect(await call(viewerA, deal)).toEqual([{ said: "planned" }]);
    const direct = (statement: SQL) => withViewer(viewerA, (tx) => tx.execute(statement));
    const denied = { cause: { code: "42501" } };
    const change = sql`update deal_partners set next_step = 'x' where deal_id = ${deal}`;
    await expect(direct(change)).rejects.toMatchObject(denied);
    await expect(direct(sql`select next_step from deals where id = ${deal}`)).rejects.toMatchObject(denied);
  });
});
