import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { listDealPartners } from "@/db/deals/queries";
import { addInfluence, agreeShares, listDealShares, markOfShares, removeInfluence } from "@/db/deals/shares";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { sharesForm } from "@/lib/deals/shares";
import { NotFound, Refused } from "@/lib/errors";

const database = testDatabase();
const actor = { personId: staffViewer.personId, name: staffViewer.name };
let deal: string;

beforeAll(() => plantCanaries(database.sql));

/** An open deal that A sourced and B influences. */
beforeEach(async () => {
  const [made] =
    await database.sql`insert into deals (name, stage, currency) values ('Shared', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${cast.a}, 'sourcing'), (${deal}, ${cast.b}, 'influencing')`;
});

const mark = () => withViewer(staffViewer, (tx) => markOfShares(tx, deal));
const agree = async (a: string, b: string, validFrom = "2026-05-01", shown?: string) => {
  const fields = { [`share.${cast.a}`]: a, [`share.${cast.b}`]: b };
  const input = sharesForm.parse({ dealId: deal, shown: shown ?? (await mark()), validFrom, ...fields });
  return withViewer(staffViewer, (tx) => agreeShares(tx, actor, input));
};
const kept = async () =>
  (await listDealShares(staffViewer, deal)).map(({ validFrom, partnerId, shareBp }) =>
    [validFrom, partnerId === cast.a ? "A" : "B", shareBp].join(" "),
  );
const influence = (how: typeof addInfluence, partnerId: string = cast.b) =>
  withViewer(staffViewer, (tx) => how(tx, { dealId: deal, partnerId }, today));

describe("an agreement on shares", () => {
  it("is kept from its day on beside what was agreed before, and the log says both", async () => {
    await agree("60", "40", "2026-01-01");
    const { audit } = await agree("50", "50");
    expect(await kept()).toEqual(
      ["2026-05-01 A 5000", "2026-05-01 B 5000", "2026-01-01 A 6000", "2026-01-01 B 4000"].sort(byDay),
    );
    expect(audit).toMatchObject({ action: "deal.shares_agreed", before: null, after: { from: "2026-05-01" } });
    expect((await agree("70", "30")).audit.before).toMatchObject({
      shares: [expect.stringContaining("50 %"), expect.stringContaining("50 %")],
    });
    expect(await kept()).toContain("2026-05-01 A 7000");
    expect(await kept()).toHaveLength(4);
  });
  const byDay = (x: string, y: string) =>
    y.slice(0, 10) > x.slice(0, 10) ? 1 : y.slice(0, 10) < x.slice(0, 10) ? -1 : x > y ? 1 : -1;

  it("shows a partner its own share alone", async () => {
    await agree("60", "40");
    expect(await listDealShares(viewerA, deal)).toMatchObject([{ partnerId: cast.a, shareBp: 6_000 }]);
    const rows = await withViewer(viewerA, (tx) => tx.execute("select * from deal_shares"));
    expect(rows.every(({ partner_id }) => partner_id === cast.a)).toBe(true);
  });

  it("is refused for who takes no part, when it was agreed already, and from a form drawn before another", async () => {
    const shown = await mark();
    await agree("60", "40");
    await expect(agree("60", "40")).rejects.toThrow(/agreed already/);
    await expect(agree("50", "50", "2026-05-01", shown)).rejects.toThrow(/Somebody agreed/);
    await database.sql`delete from deal_partners where deal_id = ${deal} and partner_id = ${cast.b}`;
    await expect(agree("10", "90")).rejects.toBeInstanceOf(Refused);
    await expect(
      withViewer(viewerA, (tx) =>
        tx.execute(`insert into deal_shares (deal_id, share_bp, valid_from) values ('${deal}', 1, '2026-05-01')`),
      ),
    ).rejects.toThrow();
  });

  it("is made whole by one of two people who agree at once", async () => {
    for (let round = 0; round < 20; round++) {
      const shown = await mark();
      const at = [String(round), String(100 - round)] as const;
      const results = await Promise.allSettled([
        agree(at[0], at[1], "2026-05-01", shown),
        agree("51", "49", "2026-05-01", shown),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
      const held = (await listDealShares(staffViewer, deal)).map(({ shareBp }) => shareBp);
      expect(held.reduce((sum, bp) => sum + bp, 0)).toBe(10_000);
    }
  });
});

describe("the database", () => {
  const put = (parts: number[], day = "2026-05-01") =>
    database.sql.begin(async (tx) => {
      for (const bp of parts)
        await tx`insert into deal_shares (deal_id, partner_id, share_bp, valid_from) values (${deal}, ${cast.a}, ${bp}, ${day})`;
    });

  it("takes no shares of one day that do not add up to the whole when the transaction ends", async () => {
    await expect(put([9_999])).rejects.toMatchObject({ constraint_name: "deal_shares_whole" });
    await expect(put([5_000, 5_001])).rejects.toThrow(/add up to 10001/);
    await put([5_000, 5_000]);
    await put([10_000], "2026-06-01");
    await expect(
      database.sql`delete from deal_shares where deal_id = ${deal} and share_bp = 5000 and id = (select min(id::text)::uuid from deal_shares where deal_id = ${deal} and share_bp = 5000)`,
    ).rejects.toThrow(/add up to 5000/);
    await expect(
      database.sql`update deal_shares set share_bp = 4000 where deal_id = ${deal} and share_bp = 5000`,
    ).rejects.toThrow();
    await expect(
      database.sql`update deal_shares set valid_from = '2026-06-01' where deal_id = ${deal} and share_bp = 5000`,
    ).rejects.toThrow(/20000/);
    await database.sql`delete from deal_shares where deal_id = ${deal}`;
    await put([10_000]);
    await database.sql`delete from deals where id = ${deal}`;
  });

  it("counts one of two whole agreements on the same day after the other is kept, and refuses it", async () => {
    const agreement = (tx: typeof database.sql) =>
      tx`insert into deal_shares (deal_id, partner_id, share_bp, valid_from)
        values (${deal}, ${cast.a}, 4000, '2026-05-01'), (${deal}, ${cast.b}, 6000, '2026-05-01')`;
    const first = await database.sql.reserve();
    await first`begin`;
    await agreement(first as unknown as typeof database.sql);
    await first`set constraints all immediate`;
    const second = database.sql
      .begin((tx) => agreement(tx as unknown as typeof database.sql))
      .then(
        () => "kept",
        (error: Error) => error.message,
      );
    const waiting = () =>
      database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    try {
      await expect.poll(async () => (await waiting()).length).toBe(1);
    } finally {
      await first`commit`;
      first.release();
    }
    expect(await second).toMatch(/add up to 20000/);
  });
});

describe("a partner's influence on a deal", () => {
  it("begins once, and ends when it has no share any more", async () => {
    await expect(influence(addInfluence)).rejects.toThrow(/already/);
    await agree("60", "40");
    await expect(influence(removeInfluence)).rejects.toThrow(/has a share/);
    await agree("100", "0", "2026-05-10");
    expect((await influence(removeInfluence)).audit).toMatchObject({
      action: "deal.partner_removed",
      partnerId: cast.b,
    });
    expect(await listDealPartners(staffViewer, deal)).toHaveLength(1);
    await influence(addInfluence);
    expect(await listDealPartners(staffViewer, deal)).toMatchObject([
      { role: "sourcing" },
      { role: "influencing", addedOn: today },
    ]);
  });

  it("is not ended for who sourced the deal, nor for who takes no part, nor begun for nobody", async () => {
    await expect(influence(removeInfluence, cast.a)).rejects.toThrow(/sourced/);
    await expect(influence(removeInfluence, cast.manager)).rejects.toBeInstanceOf(NotFound);
    await expect(influence(addInfluence, cast.manager)).rejects.toMatchObject({ field: "partnerId" });
  });
});
