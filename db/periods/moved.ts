import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Program, reachOf } from "@/db/metrics/queries";
import { source } from "@/db/metrics/rows";
import type { Viewer } from "@/lib/access/viewer";
import type { ComponentKey } from "@/lib/metrics/components";
import { factParts } from "@/lib/metrics/parts";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import type { Days } from "@/lib/periods/closable";

/** A row that counts otherwise than when the period was frozen: what it added then and adds now, and who changed it. */
export type MovedRow = {
  component: ComponentKey;
  ref: string;
  refId: string;
  partnerId: string | null;
  partner: string | null;
  dealId: string | null;
  deal: string | null;
  /** E4 for money, whole numbers else; null when it did not count. */
  was: string | null;
  is: string | null;
  changedAt: string | null;
  changedBy: string | null;
  reason: string | null;
};
export type Frozen = { periodId: string; revision: number; at: string; span: Days };

const mostMoved = 200;

/** The rows by which a metric's figure differs from the frozen one, of the program or of one partner, newest change first. */
export async function movedRows(
  tx: Tx,
  viewer: Viewer,
  program: Program,
  frozen: Frozen,
  metric: MetricKey,
  partnerId: string | null,
): Promise<MovedRow[]> {
  const { partners } = reachOf(viewer, program, partnerId);
  const parts = factParts(metricOf(metric), partners !== null);
  const lists = await Promise.all(
    parts.map(({ key }) => movedOf(tx, viewer, program, frozen, key, partners?.[0] ?? null)),
  );
  return lists.flat().sort((a, b) => ((a.changedAt ?? "") < (b.changedAt ?? "") ? 1 : -1));
}

async function movedOf(
  tx: Tx,
  viewer: Viewer,
  { today, versions }: Program,
  { periodId, revision, at, span }: Frozen,
  component: ComponentKey,
  partnerId: string | null,
): Promise<MovedRow[]> {
  const own = partnerId ? sql`((k.partner_id = ${partnerId}::uuid) /* own rows */)` : sql`true`;
  const now = source(
    component,
    span,
    (column) => (partnerId ? sql`((${column} = ${partnerId}::uuid) /* own rows */)` : sql`true`),
    today,
    versions,
  );
  // Who changed what is between staff; a partner reads when.
  const staff = viewer.kind === "staff";
  const by = staff
    ? sql`select a.at, a.actor, a.reason from audit_entries a where a.at >= ${at}::timestamptz and a.subject_id in (m.ref_id::text, m.deal_id::text)
        union all select b.published_at, 'Import: ' || coalesce(b.mapping ->> 'label', b.source), null from external_ids e join import_batches b on b.id = e.batch_id
          where e.entity_id = m.ref_id and b.published_at >= ${at}::timestamptz`
    : sql`select null::timestamptz as at, null::text as actor, null::text as reason where false`;
  const recorded = staff
    ? sql`(select name from people p where p.id = coalesce(v.recorded_by_id, v.superseded_by_id))`
    : sql`null::text`;
  const rows = await tx.execute<MovedRow>(sql`
    with was as (select partner_id, ref, id as ref_id, count(*) as n, sum(nullif(value, '')::numeric) as value
        from (select k.partner_id, k.ref, unnest(k.ids) as id, unnest(k.values) as value from closed_rows k
          where k.period_id = ${periodId}::uuid and k.revision = ${revision} and k.component = ${component} and ${own}) x group by 1, 2, 3),
      is_now as (select x.partner_id, x.ref, x.ref_id, count(*) as n, sum(x.value) as value from (${now}) x group by 1, 2, 3),
      m as (select coalesce(w.ref, i.ref) as ref, coalesce(w.ref_id, i.ref_id) as ref_id, coalesce(w.partner_id, i.partner_id) as partner_id,
          w.value as was, i.value as is_value, case when coalesce(w.ref, i.ref) = 'deal' then coalesce(w.ref_id, i.ref_id) end as deal_id
        from was w full join is_now i on i.ref = w.ref and i.ref_id = w.ref_id and coalesce(i.partner_id, ${nobody}) = coalesce(w.partner_id, ${nobody})
        where w.value is distinct from i.value or w.n is distinct from i.n limit ${mostMoved})
    select ${component}::text as component, m.ref, m.ref_id as "refId", m.partner_id as "partnerId", np.name as partner, m.deal_id as "dealId", nd.name as deal,
      round(m.was)::text as was, round(m.is_value)::text as "is", to_json(c.at)#>>'{}' as "changedAt", c.actor as "changedBy", c.reason
    from m left join partners np on np.id = m.partner_id left join deals nd on nd.id = m.deal_id
      left join lateral (select * from (${by} union all select greatest(v.recorded_at, v.superseded_at), ${recorded}, null from deal_versions v
        where v.deal_id = m.deal_id and (v.recorded_at >= ${at}::timestamptz or v.superseded_at >= ${at}::timestamptz)) c
        order by c.reason is null, c.actor is null, c.at desc limit 1) c on true`);
  return [...rows];
}

const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
