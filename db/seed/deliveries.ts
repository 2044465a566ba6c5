import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sealSecret } from "@/db/webhooks/seal";
import { nextOf } from "@/lib/jobs/cron";
import type { ReportFormat, ReportSubject } from "@/lib/reports/subjects";
import type { WebhookKind } from "@/lib/webhooks/events";
import { partnerCast } from "./cast";

type Cast = { owner: string; executive: string; manager: string };

/** What the example told other systems, and the reports that people have sent to them. Its endpoints are paused: nothing leaves. */
export async function seedDeliveries(tx: Tx, { owner, executive, manager }: Cast): Promise<void> {
  const [northwind] = await tx.execute<{ id: string; person: string }>(sql`select c.id, p.id as person
    from partners c join people p on p.partner_id = c.id where c.name = ${partnerCast.northwind} and p.role = 'partner_admin' order by p.name limit 1`);
  if (!northwind) return;
  await seedEndpoint(tx, null, "https://crm.northstar.example/hooks/tandem", [
    "deal.registered",
    "deal.decided",
    "alert.raised",
  ]);
  await seedEndpoint(tx, northwind.id, "https://hooks.northwind.example/partner-portal", [
    "deal.registered",
    "deal.decided",
  ]);
  await seedReport(tx, executive, { subject: "executive", format: "pdf", query: "", cron: "0 7 * * 1" });
  await seedReport(tx, owner, { subject: "scorecards", format: "pdf", query: "", cron: "0 7 1 * *" });
  await seedReport(tx, owner, { subject: "deals", format: "xlsx", query: "stage=won", cron: "0 15 * * 5" });
  await seedReport(tx, manager, {
    subject: "scorecard",
    format: "pdf",
    query: `partner=${northwind.id}`,
    cron: "0 7 * * 1",
  });
  await seedReport(tx, northwind.person, { subject: "deals", format: "csv", query: "", cron: "0 7 * * 1" });
}

/** An endpoint with what was told there: one failed until it was tried again, the oldest was given up. */
async function seedEndpoint(tx: Tx, partnerId: string | null, url: string, kinds: WebhookKind[]): Promise<void> {
  const id = randomUUID();
  const secret = sealSecret(`whsec_${randomBytes(24).toString("base64")}`, id);
  await tx.execute(sql`insert into webhook_endpoints (id, partner_id, url, kinds, secret, status, created_at)
    values (${id}, ${partnerId}, ${url}, array(select jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb)), ${secret}, 'paused', now() - interval '60 days')`);
  await tx.execute(sql`
    with told as (select r.id, row_number() over (order by r.submitted_at desc) as n, r.submitted_at as at, k.kind
        from registrations r join (values ('deal.registered'), ('deal.decided')) k(kind) on k.kind = 'deal.registered' or r.decision is not null
        where (${partnerId}::uuid is null or r.partner_id = ${partnerId}::uuid) and r.submitted_at is not null order by r.submitted_at desc limit 9),
      events as (insert into webhook_events (kind, subject_id, at, spread_at) select kind, id::text, at, at from told order by n desc returning id, at, kind),
      placed as (select *, row_number() over (order by at desc, id desc) as n, count(*) over () as most from events)
    insert into webhook_deliveries (endpoint_id, partner_id, event_id, kind, status, tried, tries, created_at, next_at, delivered_at)
    select ${id}, ${partnerId}::uuid, e.id, e.kind, case when n = most then 'dead' else 'delivered' end, jsonb_array_length(t.tries), t.tries, e.at, e.at, case when n < most then e.at end
    from placed e cross join lateral (select case
      when n = most then (select jsonb_agg(jsonb_build_object('at', e.at + make_interval(mins => g * g), 'status', 503, 'ms', 40 + g, 'error', 'answered 503')) from generate_series(1, 12) g)
      when n = 3 then jsonb_build_array(jsonb_build_object('at', e.at, 'status', 502, 'ms', 310, 'error', 'answered 502'), jsonb_build_object('at', e.at + interval '40 seconds', 'status', 200, 'ms', 96, 'error', null))
      else jsonb_build_array(jsonb_build_object('at', e.at + interval '1 second', 'status', 204, 'ms', 60 + n * 7, 'error', null)) end as tries) t`);
}

type Wanted = { subject: ReportSubject; format: ReportFormat; query: string; cron: string };

/** A report by schedule with its last four sendings, whose files are gone. */
async function seedReport(tx: Tx, personId: string, { subject, format, query, cron }: Wanted): Promise<void> {
  const [program] = await tx.execute<{ zone: string }>(sql`select time_zone as zone from settings`);
  const zone = program?.zone ?? "UTC";
  const next = nextOf(cron, new Date(), zone)?.toISOString();
  await tx.execute(sql`
    with wanted as (insert into report_schedules (person_id, subject, format, query, cron, time_zone, next_at, created_at)
      values (${personId}, ${subject}, ${format}, ${query}, ${cron}, ${zone}, ${next}::timestamptz, now() - interval '100 days') returning id, next_at)
    insert into report_runs (schedule_id, person_id, slot, status, done_at, expires_at, created_at)
    select id, ${personId}, at, 'sent', at + interval '9 seconds', least(at + interval '14 days', now()), at
    from wanted cross join lateral (select next_at - g * case when ${cron} like '% 1 * *' then interval '1 month' else interval '7 days' end as at from generate_series(1, 4) g) t`);
}
