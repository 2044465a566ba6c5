import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { weights } from "@/lib/quality/registry";

/** The rules with how often each counts, as rows (rule, weight). */
export const weighted = sql`jsonb_each_text(${JSON.stringify(weights)}::jsonb) as w(rule, weight)`;

/**
 * The score of a group of rows (rule, checked, failed), one row a rule, beside `weighted`: of each rule with rows the share
 * that pass, the mean of these by weight; in hundredths of a percent, rounded down so that 100 % means that nothing failed.
 */
export const scoreOf = (of: SQL): SQL =>
  sql`floor(10000 * sum(w.weight::numeric * (${of}.checked - ${of}.failed) / ${of}.checked) filter (where ${of}.checked > 0) / nullif(sum(w.weight::numeric) filter (where ${of}.checked > 0), 0))::int`;
