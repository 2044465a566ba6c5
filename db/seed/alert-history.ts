import { sql } from "drizzle-orm";
import { evaluateAlerts } from "@/db/alerts/evaluate";
import { withWorker } from "@/db/client";

/** What the rules find in the example program today, beside alerts of the last months that people dealt with, and the pages that people opened. */
export async function seedAlerts(): Promise<void> {
  await evaluateAlerts({ all: true });
  await withWorker(async (tx) => {
    await tx.execute(sql`
      with past as (insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, raised_at, ended_at, owner_id, roles, resolved_at, resolved_by_id, outcome, note)
        select r.rule, 'partner', p.id, p.id, p.name, false, 2, r.figures, t.at, t.at + interval '9 days', p.manager_id, '{program_owner}', case when r.outcome is not null then t.at + interval '2 days' end,
          case when r.outcome is not null then p.manager_id end, r.outcome, r.note
        from (select p.*, row_number() over (order by p.name, p.id) as n from partners p where p.merged_into_id is null and p.status = 'active' and p.manager_id is not null) p
          join (values (0, 'stalled_deals', 'called', null, '{"deals": 3, "amount": 42000, "currency": "USD", "since": "2026-01-12", "days": 21}'::jsonb), (1, 'stalled_deals', 'met', 'Two of them are lost, the third moves on.', '{"deals": 2, "amount": 18000, "currency": "USD", "since": "2026-02-03", "days": 21}'),
            (2, 'contract_ending', 'called', null, '{"on": "2026-06-30", "left": 41}'), (3, 'approval_rate_drop', 'none', 'A new colleague registered old deals.', '{"approved": 4, "decided": 9, "rate": 0.4444, "before": 0.8, "decidedBefore": 20}'),
            (4, 'stalled_deals', null, null, '{"deals": 1, "amount": 9000, "currency": "USD", "since": "2026-03-01", "days": 21}')) r(n, rule, outcome, note, figures) on r.n = p.n % 5
          cross join lateral (select now() - make_interval(days => 15 + (p.n * 7 % 70)::int) as at) t
        where not exists (select 1 from alerts a where a.rule = r.rule and a.subject_id = p.id and a.ended_at is null) and p.n <= 40
        returning id, raised_at, ended_at, resolved_at, resolved_by_id, note)
      insert into alert_events (alert_id, at, kind, person_id, text) select id, raised_at, 'raised', null::uuid, null from past union all select id, ended_at, 'ended', null, null from past
        union all select id, resolved_at, 'resolved', resolved_by_id, note from past where resolved_at is not null`);
    await tx.execute(sql`
      insert into page_views ("on", page, role, partner_id, views)
      select v."on", g.page, p.role, v.partner_id, sum(greatest(1, v.pages / g.part))::int from visits v join people p on p.id = v.person_id
        join (values ('/home', 3, null), ('/deals', 4, null), ('/deals/[dealId]', 6, null), ('/registrations', 8, null), ('/alerts', 10, null), ('/metrics/sourced_revenue', 12, null), ('/metrics/win_rate', 18, null),
          ('/partners', 6, 'staff'), ('/partners/[partnerId]', 7, null), ('/scorecards/[partnerId]', 11, null), ('/incentives', 13, null), ('/executive', 14, 'staff')) g(page, part, kind) on (g.kind is null or g.kind = p.kind) and v.pages >= g.part
      where v."on" > program_day(now()) - 200 and p.role is not null group by 1, 2, 3, 4`);
  });
}
