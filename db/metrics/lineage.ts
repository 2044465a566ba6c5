import "server-only";
import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { componentOf } from "@/lib/metrics/components";
import { lineageOf } from "@/lib/metrics/lineage";
import { componentsOf } from "@/lib/metrics/metric";
import { factParts } from "@/lib/metrics/parts";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { source } from "./rows";

/** What feeds a figure, and of the imports that bring it the last run of each source. */
export type Lineage = { says: string[]; runs: { id: string; label: string; at: string }[] };

const dialect = new PgDialect();
const span = { from: "2000-01-01", to: "2000-02-01" };

/** The tables that the metric's own statements read: what is said of it cannot differ from what is counted. */
export function tablesOf(key: MetricKey, ofPartner: boolean): string[] {
  const texts = factParts(metricOf(key), ofPartner).map(
    ({ key: part }) => dialect.sqlToQuery(source(part, span, () => sql`true`, "1999-01-01")).sql,
  );
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:from|join) ([a-z_]+)\b/g)].map(([, name]) => name ?? ""),
  );
  return [...new Set(named)];
}

/** The metric's lineage. Which imports ran is for staff alone. */
export async function readLineage(tx: Tx, viewer: Viewer, key: MetricKey, ofPartner: boolean): Promise<Lineage> {
  const metric = metricOf(key);
  const money = componentsOf(metric, ofPartner).some((part) => componentOf(part).measures === "money");
  const { says, entities } = lineageOf(tablesOf(key, ofPartner), money);
  if (viewer.kind === "partner" || entities.length === 0) return { says, runs: [] };
  const runs = await tx.execute<Lineage["runs"][number]>(sql`
    select distinct on (b.source) b.id, coalesce(b.mapping ->> 'label', b.source) as label, to_json(b.published_at)#>>'{}' as at
    from import_batches b where b.status = 'published' and exists (select from jsonb_array_elements(b.mapping -> 'feeds') feed
      where feed ->> 'entity' = any(${sql.param(entities)}::text[]))
    order by b.source, b.published_at desc limit 20`);
  return { says, runs: [...runs] };
}
