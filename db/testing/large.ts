import type postgres from "postgres";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";

const ids = {
  person: "50000000-0000-4000-8000-",
  partner: "a0000000-0000-4000-8000-",
  account: "c0000000-0000-4000-8000-",
  product: "d0000000-0000-4000-8000-",
};
const idOf = (kind: keyof typeof ids, n: number) => `${ids[kind]}${String(n).padStart(12, "0")}`;
const made = (kind: keyof typeof ids, n: string) => `('${ids[kind]}' || lpad((${n})::text, 12, '0'))::uuid`;

/** The day that stands for today in these rows. */
export const largeToday = "2026-05-20";
export const largeDeals = 40_000;
const most = { partners: 500, accounts: 15_000 };

export const largeStaff: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: idOf("person", 1),
  sessionId: idOf("person", 1),
  name: "Staff 1",
  email: "staff1@northstar.example",
};
const personOf = (n: number): PartnerViewer => ({
  kind: "partner",
  role: "partner_admin",
  partnerId: idOf("partner", n),
  partnerName: `Partner ${n}`,
  personId: idOf("person", 100 + n),
  sessionId: idOf("person", 100 + n),
  name: `Person ${n}`,
  email: `person${n}@partner.example`,
});
/** The partner with a twenty-fifth of all deals, and one with a usual number. */
export const largestPartner = personOf(1);
export const typicalPartner = personOf(300);
export const someAccount = idOf("account", 5_000);
export const someOwner = idOf("person", 7);

/**
 * A program of 40,000 deals, made in a few statements without triggers, for questions about plans: what the triggers keep
 * is made as they would. Statistics are fresh.
 */
export async function makeLarge(sql: postgres.Sql): Promise<void> {
  const day = `date '2022-01-01' + (n.i * 7919 % 1600)`;
  await sql.begin(async (tx) => {
    await tx.unsafe(`
      set local session_replication_role = replica;
      insert into people (id, kind, name, email, role, access)
        select ${made("person", "i")}, 'staff', 'Staff ' || i, 'staff' || i || '@northstar.example', 'channel_manager', 'active' from generate_series(1, 20) i;
      insert into partners (id, name, type, tier, tier_since, region, country, territory, specializations, manager_id, joined_on)
        select ${made("partner", "i")}, 'Partner ' || i, (array['reseller','msp','isv'])[1 + i % 3], (array['registered','silver','gold'])[1 + i % 3], '2020-01-01',
          (array['EMEA','AMER','APAC'])[1 + i % 3], 'Country ' || i % 40, 'T' || i % 20, array['Cloud'], ${made("person", "1 + i % 20")}, '2020-01-01' from generate_series(1, ${most.partners}) i;
      insert into partner_versions (partner_id, valid_from, type, tier, status, region, importance, contract_status)
        select id, '-infinity', type, tier, status, region, importance, contract_status from partners;
      insert into people (id, kind, partner_id, name, email, role, access)
        select ${made("person", "100 + i")}, 'partner', ${made("partner", "i")}, 'Person ' || i, 'person' || i || '@partner.example', 'partner_admin', 'active' from generate_series(1, ${most.partners}) i;
      insert into accounts (id, name, industry)
        select ${made("account", "i")}, 'Account ' || md5(i::text), case when i % 200 = 0 then 'Rare' else 'Industry ' || i % 9 end from generate_series(1, ${most.accounts}) i;
      insert into products (id, name, family) select ${made("product", "i")}, 'Product ' || i, 'Family ' || i % 10 from generate_series(1, 40) i;
      insert into deals (name, account_id, account_name, partner_id, stage, outcome, accepted, amount_e4, currency, reported_e4, opened_on, closed_on, expected_close_on, owner_id)
        select 'Deal ' || md5(n.i::text), ${made("account", `1 + n.i * 31 % ${most.accounts}`)}, 'Account ' || md5((1 + n.i * 31 % ${most.accounts})::text),
          case when n.i % 25 = 0 then ${made("partner", "1")} when n.i % 4 > 0 then ${made("partner", `2 + n.i * 17 % ${most.partners - 1}`)} end,
          case n.i % 10 when 0 then 'negotiation' when 1 then 'prospecting' when 2 then 'won' when 3 then 'won' when 4 then 'won' when 5 then 'won' else 'lost' end,
          case when n.i % 10 < 2 then 'open' when n.i % 10 < 6 then 'won' else 'lost' end, n.i % 50 > 0,
          n.i * 7907 % 1000000, 'USD', case when n.i % 90 > 0 then n.i * 7907 % 1000000 end, case when n.i % 80 > 0 then ${day} end,
          case when n.i % 10 >= 2 then ${day} + 30 + n.i % 60 end, ${day} + 60, ${made("person", "1 + n.i * 13 % 20")} from generate_series(1, ${largeDeals}) n(i);
      insert into deal_partners (deal_id, partner_id, role) select id, partner_id, 'sourcing' from deals where partner_id is not null;
      insert into deal_partners (deal_id, partner_id, role)
        select id, ${made("partner", `1 + (amount_e4 % ${most.partners})`)}, 'influencing' from deals where amount_e4 % 3 = 0 on conflict do nothing;
      insert into deal_lines (deal_id, line_no, product_id, amount_e4) select id, 1, ${made("product", "1 + amount_e4 % 40")}, amount_e4 from deals;
      insert into partner_deals (deal_id, partner_id, role, outcome, stage, accepted, opened_on, closed_on, expected_close_on, reported_e4, name, account_name, industry)
        select d.id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on, d.reported_e4, lower(d.name), lower(d.account_name), a.industry
        from deal_partners p join deals d on d.id = p.deal_id join accounts a on a.id = d.account_id;
      insert into partner_standings (partner_id, as_of, open_deals, pipeline_e4, won_e4, missing) select id, '${largeToday}', 1, 1, 1, 0 from partners`);
  });
  await sql`vacuum (analyze)`;
}
