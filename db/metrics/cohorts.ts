import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { scope } from "@/db/scope";
import type { ComponentKey } from "@/lib/metrics/components";
import { componentsOf } from "@/lib/metrics/metric";
import { type Quartiles, quartilesOf, smallestCohort } from "@/lib/metrics/quartiles";
import { type MetricKey, metricKeys, metricOf } from "@/lib/metrics/registry";
import { valueOf } from "@/lib/metrics/value";
import { namedPeriod, periodKeys } from "@/lib/period";
import { type Measured, measure, type Reach, type Span } from "./measure";
import { type Asker, type Program, reachOf, readProgram, sumsOf } from "./queries";
import { metricCohorts } from "./schema";

/** The partners of one type and tier, as they were at the end of the period; where they stand, and as of when. */
export type Cohort = Quartiles & { type: string; tier: string | null; countedAt: string };

type Member = { id: string; type: string; tier: string };

/** Enrolled partners just before a day, with what they were then. */
const membersAt = (tx: Tx, to: string) =>
  tx.execute<Member>(sql`select p.id::text as id, v.type, coalesce(v.tier, '') as tier
    from partners p join partner_versions v on v.partner_id = p.id and v.valid_from < ${to}::date and (v.valid_to is null or v.valid_to >= ${to}::date)
    where v.status in ('onboarding','active','dormant') and coalesce(p.joined_on, '-infinity') < ${to}::date and p.merged_into_id is null`);

/**
 * Where the partners of a partner's type and tier stand in a metric over a span: null of fewer than five with a value. As
 * kept for the periods that people choose by name; for other spans counted for staff alone, since partner people reach no
 * other partner's rows. A partner is told of its own cohort, whomever it asks about. Not for answers that are kept: no
 * change of facts says that a cohort was counted anew.
 */
export async function cohortOf(
  tx: Tx,
  asker: Asker,
  program: Program,
  question: { metric: MetricKey; span: Span; partnerId: string },
): Promise<Cohort | null> {
  const staff = asker === "operator" || asker.kind === "staff";
  const partnerId = staff ? question.partnerId : asker.partnerId;
  const { metric, span } = question;
  const [found] = metricOf(metric).partnerSees ? await keptCohorts(tx, asker, [metric], span, partnerId) : [];
  if (found) {
    const { metric: _metric, tierName: _name, ...cohort } = found;
    return cohort;
  }
  if (!staff) return null;
  const members = await membersAt(tx, span.to);
  const self = members.find(({ id }) => id === partnerId);
  if (!self) return null;
  const alike = members.filter(({ type, tier }) => type === self.type && tier === self.tier);
  if (alike.length < smallestCohort) return null;
  const ids = alike.map(({ id }) => id);
  const reach = { partners: ids, dirty: program.dirty.filter((id) => ids.includes(id)), today: program.today };
  const [counted] = quartilesBy(await valuesOf(tx, [metric], span, alike, reach), alike);
  return counted
    ? { ...counted.quartiles, type: self.type, tier: self.tier || null, countedAt: new Date().toISOString() }
    : null;
}

/** What is kept of the cohort that a partner stood in at the end of a span, of each metric; not what is older than a day. */
export function keptCohorts(
  tx: Tx,
  asker: Asker,
  metrics: readonly MetricKey[],
  { from, to }: Span,
  partnerId: string,
) {
  const own = asker === "operator" ? sql`true` : scope(asker, metricCohorts);
  return tx.execute<Cohort & { metric: MetricKey; tierName: string | null }>(sql`
    select metric, metric_cohorts.type, nullif(metric_cohorts.tier, '') as tier, (select name from tiers where key = metric_cohorts.tier) as "tierName", partners,
      q1::text, median::text, q3::text, to_json(counted_at)#>>'{}' as "countedAt"
    from metric_cohorts join partner_versions v on v.partner_id = ${partnerId}::uuid and v.type = metric_cohorts.type and coalesce(v.tier, '') = metric_cohorts.tier
      and v.valid_from < metric_cohorts.to_on and (v.valid_to is null or v.valid_to >= metric_cohorts.to_on)
    where metric = any(${sql.param([...metrics])}::text[]) and from_on = ${from}::date and to_on = ${to}::date and counted_at >= now() - interval '1 day' and ${own}`);
}

type Values = Map<MetricKey, Map<string, string>>;

/** Each partner's own value of the metrics, where it has one. */
async function valuesOf(
  tx: Tx,
  keys: readonly MetricKey[],
  span: Span,
  members: Member[],
  reach: Reach,
): Promise<Values> {
  const components = [...new Set(keys.flatMap((key) => componentsOf(metricOf(key), true)))] as ComponentKey[];
  const rows = await measure(tx, components, [span], { by: "partner", where: {} }, reach);
  const byPartner = new Map<string, Measured[]>();
  for (const row of rows) byPartner.set(row.group ?? "", [...(byPartner.get(row.group ?? "") ?? []), row]);
  const sums = members.map(({ id }) => ({ id, sums: sumsOf(byPartner.get(id) ?? []) }));
  return new Map(
    keys.map((key) => [
      key,
      new Map(
        sums.flatMap(({ id, sums: own }) => {
          const { value } = valueOf(metricOf(key), own, true);
          return value === null ? [] : [[id, value] as const];
        }),
      ),
    ]),
  );
}

function quartilesBy(values: Values, members: Member[]) {
  const cohorts = new Map<string, Member[]>();
  for (const member of members) {
    const name = JSON.stringify([member.type, member.tier]);
    cohorts.set(name, [...(cohorts.get(name) ?? []), member]);
  }
  return [...values].flatMap(([metric, own]) =>
    [...cohorts.values()].flatMap((alike) => {
      const quartiles = quartilesOf(alike.flatMap(({ id }) => own.get(id) ?? []));
      const { type, tier } = alike[0] as Member;
      return quartiles ? [{ metric, type, tier, quartiles }] : [];
    }),
  );
}

const shownToPartners = metricKeys.filter((key) => metricOf(key).partnerSees);

/** Keeps the quartiles of every cohort for the periods that have names, of what partners may see. Returns how many. */
export async function keepCohorts(): Promise<number> {
  let kept = 0;
  for (const key of periodKeys) {
    kept += await withWorker(async (tx) => {
      const program = await readProgram(tx);
      const [row] = await tx.execute<{ day: string }>(sql`select program_day(now())::text as day`);
      const { from, to } = namedPeriod(key, row?.day ?? "");
      const members = [...(await membersAt(tx, to))];
      const values = await valuesOf(tx, shownToPartners, { from, to }, members, reachOf("operator", program));
      const rows = quartilesBy(values, members).map(({ quartiles, ...cohort }) => ({ ...cohort, ...quartiles }));
      await tx.execute(
        sql`delete from metric_cohorts where (from_on = ${from}::date and to_on = ${to}::date) or counted_at < now() - interval '1 day'`,
      );
      await tx.execute(sql`insert into metric_cohorts (metric, from_on, to_on, type, tier, partners, q1, median, q3)
        select metric, ${from}::date, ${to}::date, type, tier, partners, q1, median, q3
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) r (metric text, type text, tier text, partners int, q1 numeric, median numeric, q3 numeric)`);
      return rows.length;
    });
  }
  return kept;
}
