import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { movedTables } from "@/db/partners/merge";
import { standingsOf } from "@/db/partners/standing";
import { todayIn } from "@/db/program/queries";
import { NotFound } from "@/lib/errors";
import type { PairKind } from "@/lib/quality/duplicates";
import { countLinks } from "./merge";

/** A record of a pair: what a person compares, and by table how many rows hang on it. */
export type PairSide = {
  id: string;
  name: string;
  facts: [term: string, value: string | null][];
  rows: Record<string, number>;
};

const fact = (term: string, value: SQL) => sql`json_build_array(${term}::text, ${value})`;
const shown = (...facts: SQL[]) => sql`json_build_array(${sql.join(facts, sql`, `)})`;
const day = (column: SQL) => sql`to_char(${column}, 'FMDD Mon YYYY')`;
const whole = (e4: SQL) => sql`to_char(round(${e4} / 10000.0), 'FM999,999,999,999,990')`;
const sources = (id: SQL) =>
  sql`(select string_agg(source || ' ' || external_id, ', ' order by source, external_id) from external_ids where entity_id = ${id})`;

/** What is compared of each kind; figures of a partner as of today, exactly as its page has them. */
const compared: Record<PairKind, (id: string, today: string) => SQL> = {
  partner: (id, today) =>
    sql`select p.id, p.name, ${shown(
      fact("Type", sql`p.type`),
      fact("Tier", sql`(select t.name from tiers t where t.key = p.tier)`),
      fact("Status", sql`p.status`),
      fact("Domain", sql`p.domain`),
      fact("Place", sql`nullif(concat_ws(', ', p.city, p.country), '')`),
      fact("Channel manager", sql`(select m.name from people m where m.id = p.manager_id)`),
      fact("Joined", day(sql`p.joined_on`)),
      fact("Known to sources as", sources(sql`p.id`)),
      fact("Open deals sourced", sql`s.open_deals::text`),
      fact("Pipeline sourced", sql`${whole(sql`s.pipeline_e4`)} || ' ' || c.reporting_currency`),
      fact("Won in 12 months", sql`${whole(sql`s.won_e4`)} || ' ' || c.reporting_currency`),
    )} as facts from partners p join (${standingsOf(sql`(select ${id}::uuid as id)`, today)}) s on s.id = p.id cross join settings c where p.id = ${id}::uuid and p.merged_into_id is null`,
  account: (id) =>
    sql`select a.id, a.name, ${shown(
      fact("Domain", sql`a.domain`),
      fact("Industry", sql`a.industry`),
      fact("Place", sql`nullif(concat_ws(', ', a.city, a.country), '')`),
      fact("Belongs to", sql`(select o.name from accounts o where o.id = a.parent_id)`),
      fact("Known since", day(sql`a.created_at`)),
      fact("Known to sources as", sources(sql`a.id`)),
      fact("Open deals", sql`(select count(*)::text from deals d where d.account_id = a.id and d.outcome = 'open')`),
      fact(
        "Won with it",
        sql`(select ${whole(sql`coalesce(sum(d.reported_e4), 0)`)} from deals d where d.account_id = a.id and d.outcome = 'won') || ' ' || c.reporting_currency`,
      ),
    )} as facts from accounts a cross join settings c where a.id = ${id}::uuid`,
  person: (id) =>
    sql`select c.id, c.name, ${shown(
      fact("Partner", sql`p.name`),
      fact("Title", sql`c.title`),
      fact("E-mail", sql`c.email`),
      fact("Telephone", sql`c.phone`),
      fact("Access to the portal", sql`c.access`),
      fact("Last reviewed", day(sql`c.reviewed_on`)),
      fact("Known to sources as", sources(sql`c.id`)),
    )} as facts from people c join partners p on p.id = c.partner_id where c.id = ${id}::uuid`,
};

/** One record of a pair. Throws NotFound when it is gone. */
export async function readSide(tx: Tx, kind: PairKind, id: string): Promise<PairSide> {
  const [side] = await tx.execute<Omit<PairSide, "rows">>(compared[kind](id, await todayIn(tx)));
  if (!side) throw new NotFound("This pair");
  return { ...side, rows: kind === "partner" ? await countMoved(tx, id) : await countLinks(tx, kind, id) };
}

/** How many rows of each table follow a partner when it is merged. */
async function countMoved(tx: Tx, id: string): Promise<Record<string, number>> {
  const counts = Object.keys(movedTables).map(
    (table) =>
      sql`select ${table}::text as table, count(*)::int as n from ${sql.identifier(table)} where partner_id = ${id}::uuid`,
  );
  const rows = await tx.execute<{ table: string; n: number }>(
    sql`select * from (${sql.join(counts, sql` union all `)}) c where n > 0`,
  );
  return Object.fromEntries(rows.map(({ table, n }) => [table, n]));
}
