import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { type Dimension, dimensions } from "@/lib/metrics/dimensions";

/** Values that a dimension must have; an empty text stands for "none". */
export type Where = Partial<Record<Dimension, string[]>>;
export type Joins = { tables: SQL; value?: SQL };

type Column = { key: SQL; label?: SQL };

const columns: Record<Dimension, Column> = {
  partner: { key: sql`p.id::text`, label: sql`p.name` },
  type: { key: sql`v.type` },
  tier: { key: sql`v.tier`, label: sql`t.name` },
  status: { key: sql`v.status` },
  region: { key: sql`v.region` },
  country: { key: sql`v.country` },
  segment: { key: sql`v.segment` },
  cohort: {
    key: sql`v.type || '/' || coalesce(v.tier, '')`,
    label: sql`v.type || ', ' || coalesce(t.name, v.tier, 'no tier')`,
  },
  importance: { key: sql`v.importance` },
  account: { key: sql`a.name` },
  industry: { key: sql`a.industry` },
  owner: { key: sql`o.name` },
  person: { key: sql`pp.name` },
  product: { key: sql`pl.name` },
  family: { key: sql`pl.family` },
  line: { key: sql`pl.line` },
  stage: { key: sql`f.stage`, label: sql`st.name` },
  month: { key: sql`to_char(f.day, 'YYYY-MM')` },
  quarter: { key: sql`to_char(f.day, 'YYYY-"Q"Q')` },
  year: { key: sql`to_char(f.day, 'YYYY')` },
};

/** The group of a row, and what it is called. Without a dimension everything is one group. */
export function groupBy(by: Dimension | null): { key: SQL; label: SQL } {
  if (!by) return { key: sql`null::text`, label: sql`null::text` };
  return { key: columns[by].key, label: columns[by].label ?? columns[by].key };
}

/** The condition that a row has one of the wanted values in every filtered dimension. */
export function matches(where: Where): SQL {
  const conditions = Object.entries(where).map(([dimension, values]) => {
    const { key, label } = columns[dimension as Dimension];
    const wanted = sql`${sql.param(values)}::text[]`;
    const named = label ? sql` or ${label} = any(${wanted})` : sql``;
    return sql`(coalesce(${key}, '') = any(${wanted})${named})`;
  });
  return conditions.length ? sql.join(conditions, sql` and `) : sql`true`;
}

/** The tables that the used dimensions need. By product, money is split over a deal's lines in proportion; counts are not split. */
export function joinsFor(by: Dimension | null, where: Where, keys: readonly ComponentKey[]): Joins {
  const used = new Set<Dimension>([...(by ? [by] : []), ...(Object.keys(where) as Dimension[])]);
  const uses = (of: string) => [...used].some((dimension) => dimensions[dimension].of === of);
  const tables = [
    used.has("partner") ? sql`left join partners p on p.id = f.partner_id` : null,
    used.has("tier") || used.has("cohort") ? sql`left join tiers t on t.key = v.tier` : null,
    used.has("stage") ? sql`left join stages st on st.key = f.stage` : null,
    uses("deal") ? sql`left join deals d on d.id = f.deal_id` : null,
    used.has("account") || used.has("industry") ? sql`left join accounts a on a.id = d.account_id` : null,
    used.has("owner") ? sql`left join people o on o.id = d.owner_id` : null,
    used.has("person")
      ? sql`left join people pp on pp.id = d.partner_person_id and pp.partner_id = f.partner_id`
      : null,
    uses("line") ? productLines(used) : null,
  ].filter((table): table is SQL => table !== null);
  if (!uses("line")) return { tables: sql.join(tables, sql` `) };
  const money = keys.filter((key) => componentOf(key).measures === "money");
  const value = sql`case when f.component = any(${sql.param(money)}::text[]) then f.value * coalesce(pl.share, 1) else f.value end`;
  return { tables: sql.join(tables, sql` `), value };
}

/**
 * One row per product (or family, or line) of the deal, with its share of the lines' sum; a deal without lines keeps one row.
 * A kept sum by family has no deal, and is one already.
 */
function productLines(used: Set<Dimension>): SQL {
  const none = sql`null::text`;
  return sql`left join lateral (
    select null::text as name, f.family, null::text as line, 1::numeric as share where f.deal_id is null
    union all select ${used.has("product") ? sql`pr.name` : none} as name, ${used.has("family") ? sql`pr.family` : none} as family,
      ${used.has("line") ? sql`pr.line` : none} as line, sum(l.amount_e4) / nullif(sum(sum(l.amount_e4)) over (), 0) as share
    from deal_lines l left join products pr on pr.id = l.product_id where l.deal_id = f.deal_id group by 1, 2, 3
  ) pl on true`;
}
