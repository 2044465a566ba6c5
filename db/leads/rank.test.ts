import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { rankForLead } from "@/db/leads/candidates";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";

const database = testDatabase();
const manager: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: "aaaaaaaa-0000-4000-8000-000000000031",
  sessionId: "aaaaaaaa-0000-4000-8000-000000000041",
  name: "Rae",
  email: "rae@n.example",
};
const many = 2_300;
const everyone = { most: { ranked: 100_000, excluded: 100_000 } };
const rank = (lead: string, asked = {}) =>
  withViewer(manager, (tx) => rankForLead(tx, lead, new Date("2026-05-20T12:00:00Z"), asked));

/** Partners of every mixture of what the rules look at. */
beforeAll(async () => {
  const { sql: owner } = database;
  await owner`insert into partners (name, type, status, tier, country, region, territory, specializations, lead_weight, lead_capacity)
    select 'Partner ' || md5(n::text), 'reseller', (array['active', 'active', 'active', 'onboarding', 'dormant', 'suspended'])[1 + n % 6],
      (array['registered', 'silver', 'gold', 'platinum', null])[1 + n % 5], (array['Germany', 'germany ', 'Österreich', 'Japan', null])[1 + n / 5 % 5],
      (array['EMEA', 'APAC', null])[1 + n / 7 % 3], (array['DACH', 'Germany', 'EMEA', '', null])[1 + n / 11 % 5],
      (array['{}', '{"Cloud Platform"}', '{"cloud migration","Retail"}', '{"Security"}', '{"Ünïcode Größe"}'])[1 + n / 13 % 5]::text[],
      (array[0, 55, 100, 145, 1000])[1 + n / 17 % 5], 1 + n % 9
    from generate_series(1, ${many}) n`;
  await owner`insert into leads (customer_name, status, need, partner_id, created_at)
    select 'Held ' || p.name, 'accepted', 'Need', p.id, now() from partners p, generate_series(1, 3) where p.lead_capacity % 3 = 1`;
  await owner`insert into lead_offers (lead_id, partner_id, status, offered_at, answer_by, score, reasons)
    select l.id, l.partner_id, (array['accepted', 'declined', 'passed'])[1 + row_number() over (order by l.id) % 3], '2026-05-01', '2026-05-03', 1, '[]' from leads l`;
});

const lead = async (given: Record<string, string | null>) => {
  const [made] =
    await database.sql`insert into leads ${database.sql({ customer_name: "Asked", need: "Need", ...given })} returning id`;
  return made?.id as string;
};

describe("the ranking of partners for a lead", () => {
  it.each([
    { country: "Germany", region: "EMEA", industry: "Retail" },
    { country: null, region: "EMEA", industry: "Cloud platform" },
    { country: "österreich", region: null, industry: "Größe" },
    { country: null, region: null, industry: null },
    { country: "Chile", region: "LATAM", industry: "Mining" },
  ])(
    "compares all partners and gives the same best as the rules do, in the same order: $country $region $industry",
    async (given) => {
      const id = await lead(given);
      const [best, all] = [await rank(id), await rank(id, everyone)];
      expect(all.ranked.length + all.excluded.length).toBe(many);
      expect(best.ranked).toEqual(all.ranked.slice(0, 25));
      expect(best.excluded).toEqual(all.excluded.slice(0, 50));
      expect(best.leftOut).toBe(all.excluded.length);
    },
  );

  it("knows of the partner that is asked for, wherever it stands", async () => {
    const id = await lead({ country: "Germany", region: null, industry: null });
    const { ranked, excluded } = await rank(id, everyone);
    const [last, out] = [ranked.at(-1)?.id, excluded.at(-1)?.id];
    expect((await rank(id, { partnerId: last })).ranked.at(-1)?.id).toBe(last);
    expect((await rank(id, { partnerId: out })).excluded.at(-1)?.id).toBe(out);
  });
});
