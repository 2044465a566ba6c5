import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { edgeText, type FindingFilter, portal, type QualityFilter, readEdge } from "@/lib/quality/filter";
import { qualityRuleKeys, qualityRuleOf } from "@/lib/quality/registry";
import { scoreOf, weighted } from "./score";

export const [partnersPerPage, findingsPerPage, trendDays] = [25, 50, 90];

export type RuleCount = { rule: string; checked: number; failed: number };
export type SourceScore = { source: string; label: string | null; score: number; checked: number; failed: number };
export type PartnerScore = {
  id: string;
  name: string;
  score: number;
  checked: number;
  failed: number;
  before: number | null;
};
export type DayScore = { on: string; score: number };

/** What is wrong with the data is for staff: a partner's transaction could not read it either. Throws NotFound. */
export function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}

const sourceOf = (source: string) => (source === portal ? "" : source);
const rulesOf = (kind: string) => qualityRuleKeys.filter((key) => kind === "" || qualityRuleOf(key).kind === kind);
const asked = (filter: { kind: string; source: string }) => sql`rule = any(${sql.param(rulesOf(filter.kind))}::text[])
  ${filter.source ? sql`and source = ${sourceOf(filter.source)}` : sql``}`;

/** Scores of the program, or of a partner or source, as last checked: by day, rule, source, and the worst partners first. For staff. */
export async function readQuality(viewer: Viewer, filter: QualityFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const program = await getProgram(viewer, now);
    const [rules, days, sources, partners, [partner]] = await Promise.all([
      countRules(tx, filter),
      filter.partner ? partnerDays(tx, filter.partner, program.today) : programDays(tx, filter, program.today),
      filter.partner ? [] : scoreSources(tx, filter),
      filter.partner ? [] : worstPartners(tx, filter.page, program.today),
      filter.partner
        ? tx.execute<PartnerScore>(sql`${partnerScores(program.today)} where p.id = ${filter.partner}::uuid`)
        : [],
    ]);
    if (filter.partner && !partner) throw new NotFound("This partner");
    const [head] = await tx.execute<{
      score: number | null;
      partners: number;
    }>(sql`select (select ${scoreOf(sql`s`)} from ${values(rules)} s join ${weighted} on w.rule = s.rule) as score,
      (select count(*)::int from quality_partners) as partners`);
    return {
      program,
      rules,
      days,
      sources,
      partners,
      partner: partner ?? null,
      score: head?.score ?? null,
      partnerCount: head?.partners ?? 0,
    };
  });
}

const values = (rules: readonly RuleCount[]): SQL =>
  sql`(select rule, checked::numeric, failed::numeric from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as r(rule text, checked int, failed int))`;

async function countRules(tx: Tx, filter: QualityFilter): Promise<RuleCount[]> {
  const from = filter.partner
    ? sql`quality_counts where partner_id = ${filter.partner}::uuid and ${asked(filter)}`
    : sql`quality_days where "on" = (select max("on") from quality_days) and ${asked(filter)}`;
  return [
    ...(await tx.execute<RuleCount>(
      sql`select rule, sum(checked)::int as checked, sum(failed)::int as failed from ${from} group by 1`,
    )),
  ];
}

async function programDays(tx: Tx, filter: QualityFilter, today: string): Promise<DayScore[]> {
  const rows = await tx.execute<DayScore>(sql`select s."on"::text as "on", ${scoreOf(sql`s`)} as score
    from (select "on", rule, sum(checked)::numeric as checked, sum(failed)::numeric as failed from quality_days where "on" > ${today}::date - ${trendDays}::int and ${asked(filter)} group by 1, 2) s
      join ${weighted} on w.rule = s.rule group by 1 order by 1`);
  return [...rows];
}

/** A partner's score is kept where it changed, and holds until the next. */
async function partnerDays(tx: Tx, partnerId: string, today: string): Promise<DayScore[]> {
  const rows = await tx.execute<DayScore>(sql`select g.on::date::text as "on", d.score
    from generate_series(${today}::date - ${trendDays - 1}::int, ${today}::date, '1 day') g("on")
      cross join lateral (select score from quality_partner_days d where d.partner_id = ${partnerId}::uuid and d."on" <= g."on" order by d."on" desc limit 1) d order by 1`);
  return [...rows];
}

async function scoreSources(tx: Tx, filter: QualityFilter): Promise<SourceScore[]> {
  const rows =
    await tx.execute<SourceScore>(sql`select x.source, coalesce(m.label, (select b.mapping ->> 'label' from import_batches b where b.source = x.source order by b.created_at desc limit 1)) as label, ${scoreOf(sql`x`)} as score, sum(x.checked)::int as checked, sum(x.failed)::int as failed
    from (select rule, source, checked, failed from quality_days where "on" = (select max("on") from quality_days) and ${asked({ ...filter, source: "" })}) x
      join ${weighted} on w.rule = x.rule left join import_mappings m on m.source = x.source group by x.source, m.label order by 3, 1`);
  return [...rows];
}

const partnerScores = (today: string) => sql`select p.id, p.name, q.score, q.checked, q.failed,
    (select d.score from quality_partner_days d where d.partner_id = q.partner_id and d."on" <= ${today}::date - 30 order by d."on" desc limit 1) as before
  from quality_partners q join partners p on p.id = q.partner_id and p.merged_into_id is null`;

/** The worst first: an index finds them, and only those of the page are looked at. */
async function worstPartners(tx: Tx, page: number, today: string): Promise<PartnerScore[]> {
  const rows = await tx.execute<PartnerScore>(
    sql`${partnerScores(today)} order by q.score, q.partner_id limit ${partnersPerPage} offset ${(page - 1) * partnersPerPage}`,
  );
  return [...rows];
}

export type Finding = {
  id: string;
  rule: string;
  subjectType: string;
  subjectId: string;
  name: string;
  partnerId: string | null;
  partner: string | null;
  source: string;
  wrong: string;
  seenAt: string;
  resolvedAt: string | null;
  acceptedAt: string | null;
  acceptedBy: string | null;
  acceptedWhy: string | null;
};

const instant = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const findings = sql`select f.id, f.rule, f.subject_type as "subjectType", f.subject_id as "subjectId", f.name, p.id as "partnerId", p.name as partner, f.source, f.wrong,
    ${instant(sql`f.seen_at`)} as "seenAt", ${instant(sql`f.resolved_at`)} as "resolvedAt", ${instant(sql`f.accepted_at`)} as "acceptedAt", a.name as "acceptedBy", f.accepted_why as "acceptedWhy",
    (extract(epoch from f.seen_at) * 1000000)::bigint::text as seen
  from quality_findings f left join partners p on p.id = f.partner_id left join people a on a.id = f.accepted_by_id`;

const shown: Record<FindingFilter["show"], SQL> = {
  open: sql`f.resolved_at is null and f.accepted_at is null`,
  accepted: sql`f.resolved_at is null and f.accepted_at is not null`,
  mended: sql`f.resolved_at is not null`,
};

/** Findings, 50 a page from an edge on, the newest first; `count` is of the filter, to a thousand. For staff. */
export async function listFindings(viewer: Viewer, filter: FindingFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const edge = readEdge(filter.after);
    const where = sql`${shown[filter.show]} and f.rule = any(${sql.param(filter.rule ? [filter.rule] : rulesOf(filter.kind))}::text[])
      ${filter.source ? sql`and f.source = ${sourceOf(filter.source)}` : sql``} ${filter.partner ? sql`and f.partner_id = ${filter.partner}::uuid` : sql``}`;
    const beyond = edge
      ? sql`and (f.seen_at, f.id) < (timestamptz 'epoch' + ${edge.seen}::bigint * interval '1 microsecond', ${edge.id}::uuid)`
      : sql``;
    const [program, rows, [total], [partner]] = await Promise.all([
      getProgram(viewer, now),
      tx.execute<Finding & { seen: string }>(
        sql`${findings} where ${where} ${beyond} order by f.seen_at desc, f.id desc limit ${findingsPerPage + 1}`,
      ),
      tx.execute<{ count: number }>(
        sql`select count(*)::int as count from (select 1 from quality_findings f where ${where} limit 1001) x`,
      ),
      filter.partner
        ? tx.execute<{ name: string }>(sql`select name from partners where id = ${filter.partner}::uuid`)
        : [],
    ]);
    const page = rows.slice(0, findingsPerPage);
    const last = page.at(-1);
    return {
      program,
      rows: page.map(({ seen: _, ...row }): Finding => row),
      count: total?.count ?? 0,
      partner: partner?.name ?? null,
      next: rows.length > findingsPerPage && last ? edgeText(last) : null,
    };
  });
}

/** One finding. Throws NotFound. For staff. */
export async function getFinding(viewer: Viewer, id: string): Promise<Finding> {
  requireStaff(viewer);
  if (!isId(id)) throw new NotFound("This finding");
  const [row] = await withViewer(viewer, (tx) => tx.execute<Finding>(sql`${findings} where f.id = ${id}::uuid`));
  if (!row) throw new NotFound("This finding");
  return row;
}
