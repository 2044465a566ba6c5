import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { answerIn, type Program, reachOf } from "@/db/metrics/queries";
import { source } from "@/db/metrics/rows";
import type { ComponentKey } from "@/lib/metrics/components";
import { factParts } from "@/lib/metrics/parts";
import { type MetricKey, metricKeys, metricOf } from "@/lib/metrics/registry";
import { definitionFor } from "@/lib/metrics/version";
import type { Days } from "@/lib/periods/closable";

type Revision = { periodId: string; revision: number; span: Days };

/** Keeps what every metric says of the period now, of the program and of each partner, with all the rows that it counts. */
export async function freezePeriod(tx: Tx, program: Program, revision: Revision): Promise<void> {
  for (const metric of metricKeys) await freezeFigures(tx, program, metric, revision);
  for (const component of frozenComponents()) await freezeRows(tx, program, component, revision);
  // What pages were answered about the period is no longer so.
  await tx.execute(sql`insert into metric_changes default values`);
}

/** Every component that stands behind a metric, each once. */
const frozenComponents = (): ComponentKey[] => [
  ...new Set(
    metricKeys.flatMap((key) => [true, false].flatMap((own) => factParts(metricOf(key), own).map((part) => part.key))),
  ),
];

async function freezeFigures(tx: Tx, program: Program, metric: MetricKey, { periodId, revision, span }: Revision) {
  const reach = reachOf("operator", program);
  const { total, groups } = await answerIn(tx, program, { metric, span, by: "partner" }, reach);
  const { version } = definitionFor(program.versions, metric, span);
  const counted = groups.filter(
    ({ group, numerator, denominator }) => group && !(isZero(numerator) && isZero(denominator)),
  );
  const rows = [{ partner: null, ...total }, ...counted.map(({ group, ...value }) => ({ partner: group, ...value }))];
  const given = rows.map(({ partner, value, numerator, denominator }) => ({ partner, value, numerator, denominator }));
  await tx.execute(sql`insert into closed_figures (period_id, revision, metric, partner_id, version, value, numerator, denominator)
    select ${periodId}::uuid, ${revision}::int, ${metric}, x.partner, ${version}::int, x.value, x.numerator, x.denominator
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) x (partner uuid, value text, numerator text, denominator text)`);
}

/** Nothing was counted: neither kept nor missed. */
const isZero = (text: string | null) => text === null || /^-?0(\.0*)?$/.test(text);

const freezeRows = (
  tx: Tx,
  { today, versions }: Program,
  component: ComponentKey,
  { periodId, revision, span }: Revision,
) =>
  tx.execute(sql`insert into closed_rows (period_id, revision, component, partner_id, ref, ids, days, values)
    select ${periodId}::uuid, ${revision}::int, ${component}, x.partner_id, x.ref, array_agg(x.ref_id order by x.ref_id, x.day),
      array_agg(coalesce(x.day::text, '') order by x.ref_id, x.day), array_agg(coalesce(x.value::text, '') order by x.ref_id, x.day)
    from (${source(component, span, () => sql`true`, today, versions)}) x group by x.partner_id, x.ref`);
