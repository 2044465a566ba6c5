import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { measure, type Reach } from "@/db/metrics/measure";
import type { ComponentKey } from "@/lib/metrics/components";
import { parseAmountE4 } from "@/lib/money";
import { addDays } from "@/lib/period";
import { customKeyOf, isTierCriterion, type TierCriterion } from "@/lib/tiers/criteria";
import { countE4, measureOf, type Requirement } from "@/lib/tiers/standing";
import { isTierWindow, usualWindow, windowOn } from "@/lib/tiers/windows";

/** What a partner has, by `measureOf`, in ten-thousandths; `unrated` facts could not be turned into the reporting currency. */
export type Had = { amounts: Record<string, bigint>; unrated: number };

/** Criteria that are a component of the semantic layer: summed over the window, or standing as of the day. */
const components: Partial<Record<TierCriterion, { key: ComponentKey; by?: ComponentKey; money?: true; asOf?: true }>> =
  {
    sourced_revenue: { key: "won_amount", money: true },
    won_deals: { key: "won_count" },
    registrations_12_months: { key: "approved" },
    customer_satisfaction: { key: "csat_points", by: "csat_answers" },
    customers: { key: "customers_before", asOf: true },
  };

/**
 * What the partners of `reach` have as of the end of a day in everything that the requirements ask for, by partner: a few
 * queries however many partners there are. A partner that has nothing is not in it.
 */
export async function measurePartners(
  tx: Tx,
  requirements: readonly Requirement[],
  day: string,
  reach: Reach,
): Promise<Map<string, Had>> {
  const found = new Map<string, Had>();
  const add = (partnerId: string, measured: string, amount: bigint, unrated = 0) => {
    const had = found.get(partnerId) ?? { amounts: {}, unrated: 0 };
    had.amounts[measured] = (had.amounts[measured] ?? 0n) + amount;
    had.unrated += unrated;
    found.set(partnerId, had);
  };
  const asked = [...new Map(requirements.map((one) => [measureOf(one), one])).values()];
  for (const group of groupedBySpan(asked, day)) {
    const rows = await measure(tx, group.keys, [group.span], { by: "partner", where: {} }, reach);
    const below = new Map(rows.map(({ component, group: partnerId, value }) => [`${component} ${partnerId}`, value]));
    for (const { component, group: partnerId, value, missing } of rows)
      for (const one of group.asked.filter((candidate) => componentOf(candidate)?.key === component)) {
        const { by, money } = componentOf(one) ?? {};
        // A mean is cut off, never rounded up: 4.49999 is not yet 4.5.
        const amount = by ? countE4(value) / (below.get(`${by} ${partnerId}`) || 1n) : money ? value : countE4(value);
        if (partnerId) add(partnerId, measureOf(one), amount, missing);
      }
  }
  for (const { criterion } of asked) {
    const query = ownQuery(criterion, day, reach);
    if (!query) continue;
    for (const { partner, value } of await tx.execute<{ partner: string; value: string }>(query))
      add(partner, criterion, parseAmountE4(value));
  }
  return found;
}

const componentOf = ({ criterion }: Requirement) => (isTierCriterion(criterion) ? components[criterion] : undefined);

/** The requirements that are counted over the same days, to be asked for at once. */
function groupedBySpan(asked: readonly Requirement[], day: string) {
  const groups = new Map<string, { span: { from: string; to: string }; asked: Requirement[]; keys: ComponentKey[] }>();
  for (const one of asked) {
    const component = componentOf(one);
    if (!component) continue;
    const after = addDays(day, 1);
    const span = component.asOf
      ? { from: after, to: addDays(after, 1) }
      : windowOn(isTierWindow(one.window) ? one.window : usualWindow, day);
    const name = `${span.from} ${span.to}`;
    const group = groups.get(name) ?? { span, asked: [], keys: [] };
    group.asked.push(one);
    for (const key of [component.key, ...(component.by ? [component.by] : [])])
      if (!group.keys.includes(key)) group.keys.push(key);
    groups.set(name, group);
  }
  return groups.values();
}

/** Criteria that are no component: partner and value, as of the end of the day. */
function ownQuery(criterion: string, day: string, reach: Reach): SQL | null {
  const own = (column: SQL) =>
    reach.partners ? sql`((${column} = any(${sql.param(reach.partners)}::uuid[])) /* own rows */)` : sql`true`;
  const valid = sql`(c.issued_on is null or c.issued_on <= ${day}::date) and (c.expires_on is null or c.expires_on >= ${day}::date) and ${own(sql`c.partner_id`)}`;
  if (criterion === "valid_certifications")
    return sql`select c.partner_id as partner, count(*)::text as value from certifications c where ${valid} group by 1`;
  if (criterion === "certified_people")
    return sql`select c.partner_id as partner, count(distinct c.person_id)::text as value from certifications c where ${valid} group by 1`;
  const custom = customKeyOf(criterion);
  if (!custom) return null;
  return sql`select distinct on (c.partner_id) c.partner_id as partner, c.value::text as value from tier_values c
    where c.criterion = ${custom} and c.on_day <= ${day}::date and ${own(sql`c.partner_id`)} order by c.partner_id, c.on_day desc, c.entered_at desc, c.id`;
}
