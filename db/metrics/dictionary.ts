import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import type { Dimension } from "@/lib/metrics/dimensions";
import { type MetricFilter, periodOf } from "@/lib/metrics/filter";
import { metricKeys, metricOf } from "@/lib/metrics/registry";
import { dayIn } from "@/lib/period";
import { kept } from "./answers";
import { figuresIn } from "./figures";
import { readProgram, shownOf } from "./queries";

export type Options = Partial<Record<Dimension, { value: string; label: string }[]>>;

/** Every metric the viewer may see, with its value for the filter's period, and what it can be filtered by. */
export function readDictionary(viewer: Viewer, filter: MetricFilter, now: Date) {
  const book = filter.book && viewer.kind === "staff" ? viewer.personId : null;
  return kept(viewer, { name: "dictionary", question: { filter, book }, visits: true, now }, async (tx, at) => {
    const program = await readProgram(tx);
    const period = periodOf(filter, dayIn(program.timeZone, at));
    const keys = metricKeys.filter((key) => viewer.kind === "staff" || metricOf(key).partnerSees);
    const where = reachable(viewer, filter.where);
    const query = { where, book: filter.book };
    const [figures, options] = await Promise.all([
      figuresIn(tx, viewer, program, keys, period, at, { where, brief: true, book, query }),
      readOptions(tx, viewer),
    ]);
    return { figures, options, period, program: shownOf(program) };
  });
}

/** Filters that mean something to the viewer: a partner has one type, tier and region, its own. */
export function reachable(viewer: Viewer, where: MetricFilter["where"]): MetricFilter["where"] {
  if (viewer.kind === "staff") return where;
  const { industry, family, product, account, stage } = where;
  return Object.fromEntries(
    Object.entries({ industry, family, product, account, stage }).filter(([, values]) => values?.length),
  );
}

/** The values to choose from. Staff cut by what partners are; partners by what they sell. */
export async function readOptions(tx: Tx, viewer: Viewer): Promise<Options> {
  const families = tx.execute(
    sql`select distinct family as value, family as label from products where family is not null order by 1`,
  );
  if (viewer.kind === "partner") return { family: listed(await families) };
  const column = (name: "type" | "region" | "country" | "segment") =>
    tx.execute(
      sql`select distinct ${sql.identifier(name)} as value, ${sql.identifier(name)} as label from partners where ${sql.identifier(name)} is not null order by 1`,
    );
  const [type, tier, region, country, segment, family] = await Promise.all([
    column("type"),
    tx.execute(sql`select key as value, name as label from tiers where archived_at is null order by rank desc`),
    column("region"),
    column("country"),
    column("segment"),
    families,
  ]);
  return {
    tier: listed(tier),
    type: listed(type),
    region: listed(region),
    country: listed(country),
    segment: listed(segment),
    family: listed(family),
  };
}

const listed = (rows: unknown) => [...(rows as { value: string; label: string }[])];
