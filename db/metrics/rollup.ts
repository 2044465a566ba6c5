import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { componentKeys, componentOf } from "@/lib/metrics/components";
import { dropOldAnswers } from "./answers";
import { facts, isFactKey } from "./facts";

const batchSize = 200;
const noVersion = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

const kept = componentKeys.filter((key) => componentOf(key).rollup);

/** Makes the monthly sums of marked partners again, from their rows, until none is marked. Returns how many partners. */
export async function drainDirty(): Promise<number> {
  let made = 0;
  for (;;) {
    const batch = await withWorker(drainBatch);
    if (batch === 0) break;
    made += batch;
  }
  await withWorker(dropOldAnswers);
  return made;
}

/** Makes every partner's sums again. */
export async function rebuildSums(): Promise<number> {
  await withWorker((tx) => tx.execute(sql`insert into metric_dirty (partner_id) select id from partners`));
  return drainDirty();
}

/** Locks first and removes the marks before it reads: whatever commits later leaves a mark of its own. */
async function drainBatch(tx: Tx): Promise<number> {
  const marked = await tx.execute<{ id: string }>(
    sql`select distinct partner_id as id from metric_dirty order by 1 limit ${batchSize}`,
  );
  if (marked.length === 0) return 0;
  const ids = sql`${sql.param(marked.map((row) => row.id))}::uuid[]`;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(id::text, 1)) from (select id from unnest(${ids}) id order by id) m`,
  );
  await tx.execute(sql`delete from metric_dirty where partner_id = any(${ids})`);
  await tx.execute(sql`delete from metric_month where partner_id = any(${ids})`);
  await tx.execute(
    sql`insert into metric_month (partner_id, component, month, version_id, value, facts, missing) ${sums(ids)}`,
  );
  return marked.length;
}

/** The monthly sums of the partners, from the rows. */
function sums(ids: SQL): SQL {
  const parts = kept.filter(isFactKey).map((key) => {
    const source = facts[key]({
      day: (day) => sql`${day} is not null`,
      partner: (column) => sql`${column} = any(${ids})`,
    });
    const flow = componentOf(key).kind === "flow";
    return sql`select f.partner_id, ${key}::text as component, date_trunc('month', f.day)::date as month, ${flow ? sql`coalesce(v.id, ${noVersion})` : noVersion} as version_id,
        coalesce(sum(f.value), 0)::numeric as value, count(*)::int as facts, (count(*) filter (where f.value is null))::int as missing
      from (${source}) f ${flow ? sql`left join partner_versions v on v.partner_id = f.partner_id and v.valid_from <= f.day and (v.valid_to is null or v.valid_to > f.day)` : sql``}
      group by 1, 2, 3, 4`;
  });
  return sql.join(parts, sql` union all `);
}

export type RollupDifference = {
  partnerId: string;
  component: string;
  month: string;
  kept: string | null;
  rows: string | null;
};

/** Compares the sums of partners that are not marked with a recomputation from the rows. Returns the first 100 differences; none when all agree. */
export async function checkRollups(): Promise<{ sums: number; differences: RollupDifference[] }> {
  return withWorker(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read`);
    const all = sql`array(select id from partners where id not in (select partner_id from metric_dirty))`;
    const [total] = await tx.execute<{ sums: bigint }>(sql`select count(*) as sums from metric_month`);
    const differences =
      await tx.execute<RollupDifference>(sql`select partner_id as "partnerId", component, month::text, k.value::text as kept, s.value::text as rows
      from (select * from metric_month where partner_id = any(${all})) k full join (${sums(all)}) s using (partner_id, component, month, version_id)
      where k.value is distinct from s.value or k.facts is distinct from s.facts or k.missing is distinct from s.missing limit 100`);
    return { sums: Number(total?.sums ?? 0), differences: [...differences] };
  });
}
