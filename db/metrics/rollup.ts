import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { keepStandings } from "@/db/partners/standing";
import { componentKeys, componentOf } from "@/lib/metrics/components";
import { dropOldAnswers } from "./answers";
import { type DealFacts, dealPasses, type FactKey, facts, isFactKey } from "./facts";
import { mostDirty } from "./queries";

/** So many partners at once, that a single edit is quick and a whole program is read by scanning. */
const batchSize = 5_000;
const noVersion = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** Partners fall into lanes by their id, so that a large import is summed by two connections at once. */
const lanes = [0, 1];

/** Makes the monthly sums of marked partners again, from their rows, until none is marked. Returns how many partners. */
export async function drainDirty(): Promise<number> {
  const made = await Promise.all(lanes.map(drainLane));
  await withWorker(dropOldAnswers);
  return made.reduce((sum, partners) => sum + partners, 0);
}

async function drainLane(lane: number): Promise<number> {
  for (let made = 0; ; ) {
    const batch = await withWorker((tx) => drainBatch(tx, lane));
    if (batch === 0) return made;
    made += batch;
  }
}

/** Makes every partner's sums again. */
export async function rebuildSums(): Promise<number> {
  await withWorker((tx) => tx.execute(sql`insert into metric_dirty (partner_id) select id from partners`));
  return drainDirty();
}

/** One at a time in a lane, and marks are removed before rows are read: whatever commits later leaves a mark of its own. */
async function drainBatch(tx: Tx, lane: number): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('metric_month', ${lane}))`);
  const marked = await tx.execute<{ id: string }>(sql`select distinct partner_id as id from metric_dirty
    where hashtextextended(partner_id::text, 0) & ${lanes.length - 1} = ${lane} order by 1 limit ${batchSize}`);
  if (marked.length === 0) return 0;
  const ids = sql`${sql.param(marked.map((row) => row.id))}::uuid[]`;
  await tx.execute(sql`delete from metric_dirty where partner_id = any(${ids})`);
  await tx.execute(sql`set local work_mem = '128MB'`);
  const [before] = await tx.execute<{ sums: string }>(
    sql`select coalesce(jsonb_agg(to_jsonb(x)), '[]')::text as sums from (${ofPartners(ids, sql`-1`)}) x`,
  );
  await tx.execute(sql`delete from metric_month where partner_id = any(${ids})`);
  for (const sums of [...Object.values(dealPasses).map(dealSums), stockSums, familySums, otherSums])
    await tx.execute(
      sql`insert into metric_month (partner_id, component, month, version_id, dim, key, value, facts, missing) ${sums(ids)}`,
    );
  await keepStandings(tx, ids);
  await moveProgram(tx, ids, before?.sums ?? "[]");
  await outdateAnswers(tx, marked.length);
  return marked.length;
}

/** While too many partners wait to be read as rows, the program's figures are those of before: no such answer is kept for long. */
const outdateAnswers = (tx: Tx, made: number) =>
  tx.execute(sql`insert into metric_changes (visit)
    select false where (select count(distinct partner_id) from metric_dirty) + ${made}::int > ${mostDirty}`);

/** The partners' sums together, with a sign. */
const ofPartners = (ids: SQL, sign: SQL) => sql`
  select component, dim, month, key, ${sign} * sum(value) as value, ${sign} * sum(facts) as facts, ${sign} * sum(missing) as missing
  from metric_month where partner_id = any(${ids}) group by 1, 2, 3, 4`;

/** Adds what has changed to the program's sums. In one order, so that lanes wait for each other, and never both. */
function moveProgram(tx: Tx, ids: SQL, before: string) {
  return tx.execute(sql`insert into metric_program as p (component, dim, month, key, value, facts, missing)
    select component, dim, month, key, sum(value), sum(facts), sum(missing) from (
      select * from jsonb_to_recordset(${before}::jsonb) b (component text, dim text, month date, key text, value numeric, facts bigint, missing bigint)
      union all ${ofPartners(ids, sql`1`)}) moved
    group by 1, 2, 3, 4 having sum(value) <> 0 or sum(facts) <> 0 or sum(missing) <> 0 order by 1, 2, 3, 4
    on conflict (component, dim, month, key) do update set
      (value, facts, missing) = (p.value + excluded.value, p.facts + excluded.facts, p.missing + excluded.missing)`);
}

const asOfDay = (day: SQL, partner: SQL) =>
  sql`left join partner_versions v on v.partner_id = ${partner} and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to > ${day})`;
const versionOr = sql`coalesce(v.id, ${noVersion})`;
const column = (letter: string) => (index: number) => sql.identifier(`${letter}${index}`);
const monthOf = (day: SQL) => sql`date_trunc('month', ${day})::date`;

/** The sums of components that share their deals and day, from one reading of them. */
function dealSums(pass: Partial<Record<string, DealFacts>>): (ids: SQL) => SQL {
  const parts = Object.entries(pass) as [string, DealFacts][];
  const [{ role, day }] = parts.map(([, part]) => part) as [DealFacts];
  const list = (of: (index: number, part: DealFacts, key: string) => SQL) =>
    sql.join(
      parts.map(([key, part], index) => of(index, part, key)),
      sql`, `,
    );
  const [v, f, m, w] = [column("v"), column("f"), column("m"), column("w")];
  // `offset 0` has a value that is looked up for each deal looked up once, however often it is used.
  return (ids) => sql`select s.partner_id, c.component, s.month, s.version_id, '', '', c.value, c.facts, c.missing
    from (select r.partner_id, ${monthOf(sql`r.day`)} as month, ${versionOr} as version_id,
        ${list((i) => sql`coalesce(sum(${v(i)}) filter (where ${w(i)}), 0)::numeric as ${v(i)}, count(*) filter (where ${w(i)}) as ${f(i)}, count(*) filter (where ${w(i)} and ${v(i)} is null) as ${m(i)}`)}
      from (select dp.partner_id, ${day} as day, ${list((i, { value, where }) => sql`${value} as ${v(i)}, ${where} as ${w(i)}`)}
        from deals d join deal_partners dp on dp.deal_id = d.id and dp.role = ${role}
        where ${day} is not null and dp.partner_id = any(${ids}) offset 0) r ${asOfDay(sql`r.day`, sql`r.partner_id`)}
      group by 1, 2, 3) s
    cross join lateral (values ${list((i, _, key) => sql`(${key}::text, ${v(i)}, ${f(i)}, ${m(i)})`)}) c (component, value, facts, missing) where c.facts > 0`;
}

/** What opened and what ended of the deals that stand open, by stage; the same facts as `open_amount` and `open_count`. */
const stockSums = (ids: SQL) => sql`
  select s.partner_id, c.component, s.month, ${noVersion}, 'stage', s.stage, c.value, s.facts, c.missing
  from (select dp.partner_id, ${monthOf(sql`side.day`)} as month, v.stage, coalesce(sum(side.sign * v.reported_e4), 0)::numeric as amount,
      sum(side.sign)::numeric as number, count(*) as facts, count(*) filter (where v.reported_e4 is null) as missing
    from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open'
      join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
      cross join lateral (values (v.from_on, 1), (v.to_on, -1)) side (day, sign)
    where v.superseded_at is null and side.day is not null and dp.partner_id = any(${ids}) group by 1, 2, 3) s
  cross join lateral (values ('open_amount', s.amount, s.missing), ('open_count', s.number, 0)) c (component, value, missing)`;

/** Won amounts by product family, split over a deal's lines as figures split them; a deal without lines has none. */
const familySums = (ids: SQL) => sql`
  select f.partner_id, 'won_amount', ${monthOf(sql`f.day`)}, ${versionOr}, 'family', coalesce(l.family, ''),
    coalesce(sum(f.value * coalesce(l.share, 1)), 0)::numeric, count(*), count(*) filter (where f.value is null)
  from (${facts.won_amount(everything(ids))}) f
    left join lateral (select pr.family, sum(l.amount_e4) / nullif(sum(sum(l.amount_e4)) over (), 0) as share
      from deal_lines l left join products pr on pr.id = l.product_id where l.deal_id = f.deal_id group by 1) l on true
    ${asOfDay(sql`f.day`, sql`f.partner_id`)}
  group by 1, 2, 3, 4, 6`;

const passed: ReadonlySet<string> = new Set([
  ...Object.values(dealPasses).flatMap((pass) => Object.keys(pass)),
  "open_amount",
  "open_count",
]);
const others = componentKeys.filter((key) => componentOf(key).rollup && !passed.has(key));

/** The rest, each from its own facts. */
function otherSums(ids: SQL): SQL {
  const parts = others.filter(isFactKey).map(
    (key) => sql`select f.partner_id, ${key}::text, ${monthOf(sql`f.day`)}, ${versionOr}, '', '',
        coalesce(sum(f.value), 0)::numeric, count(*), count(*) filter (where f.value is null)
      from (${facts[key](everything(ids))}) f ${asOfDay(sql`f.day`, sql`f.partner_id`)} group by 1, 2, 3, 4`,
  );
  return sql.join(parts, sql` union all `);
}

const everything = (ids: SQL) => ({
  day: (day: SQL) => sql`${day} is not null`,
  partner: (column: SQL) => sql`${column} = any(${ids})`,
});

export type RollupDifference = {
  partnerId: string;
  component: string;
  month: string;
  kept: string | null;
  rows: string | null;
};

/**
 * Compares the sums of partners that are not marked with a recomputation from the rows, component by component from its own
 * facts, and the program's sums with those of all partners. Returns the first 100 differences; none when all agree.
 */
export async function checkRollups(): Promise<{ sums: number; differences: RollupDifference[] }> {
  return withWorker(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read`);
    const [total] = await tx.execute<{ sums: bigint }>(sql`select count(*) as sums from metric_month`);
    const differences: RollupDifference[] = [];
    for (const key of componentKeys.filter((component) => componentOf(component).rollup)) {
      if (isFactKey(key)) differences.push(...(await tx.execute<RollupDifference>(differencesOf(key))));
    }
    differences.push(...(await tx.execute<RollupDifference>(programDifferences)));
    return { sums: Number(total?.sums ?? 0), differences: differences.slice(0, 100) };
  });
}

const clean = (column: SQL) => sql`${column} not in (select partner_id from metric_dirty)`;

function differencesOf(key: FactKey): SQL {
  const unmarked = { day: (day: SQL) => sql`${day} is not null`, partner: clean };
  const stock = componentOf(key).kind === "stock";
  const whole = sql`select f.partner_id, ${monthOf(sql`f.day`)} as month, ${stock ? noVersion : versionOr} as version_id,
      ${stock ? sql`'stage' as dim, f.stage as key` : sql`'' as dim, '' as key`},
      coalesce(sum(f.value), 0)::numeric as value, count(*) as facts, count(*) filter (where f.value is null) as missing
    from (${facts[key](unmarked)}) f ${stock ? sql`` : asOfDay(sql`f.day`, sql`f.partner_id`)} group by 1, 2, 3, 4, 5`;
  const families = sql` union all select x.partner_id, x.month, x.version_id, x.dim, x.key, x.value, x.facts, x.missing
    from (${familySums(sql`array(select id from partners where ${clean(sql`id`)})`)}) x (partner_id, component, month, version_id, dim, key, value, facts, missing)`;
  return sql`select partner_id as "partnerId", ${key}::text as component, month::text, k.value::text as kept, s.value::text as rows
    from (select * from metric_month where component = ${key} and ${clean(sql`partner_id`)}) k
      full join (${whole} ${key === "won_amount" ? families : sql``}) s using (partner_id, month, version_id, dim, key)
    where k.value is distinct from s.value or k.facts is distinct from s.facts or k.missing is distinct from s.missing limit 100`;
}

const programDifferences = sql`
  select 'all' as "partnerId", component, month::text, k.value::text as kept, s.value::text as rows
  from (select * from metric_program where value <> 0 or facts <> 0 or missing <> 0) k
    full join (select component, dim, month, key, sum(value) as value, sum(facts) as facts, sum(missing) as missing from metric_month group by 1, 2, 3, 4
      having sum(value) <> 0 or sum(facts) <> 0 or sum(missing) <> 0) s using (component, dim, month, key)
  where k.value is distinct from s.value or k.facts is distinct from s.facts or k.missing is distinct from s.missing limit 100`;
