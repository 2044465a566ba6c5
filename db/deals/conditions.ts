import { and, eq, gte, ilike, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { accounts, deals, partnerDeals, sortKeys, soughtIn } from "@/db/deals/schema";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import { isId } from "@/lib/lists/parameters";
import { parseAmountE4 } from "@/lib/money";

/** Where a list's rows are read from: all deals, or the deals of one partner. */
export type Source = typeof deals | typeof partnerDeals;

/** The partners whose deals alone are asked for, as an array: the viewer's own, or those that staff named. Null for any. */
export function companiesOf(viewer: Viewer, { role, partner, company }: DealFilter): SQL | null {
  if (viewer.kind === "partner") return sql`array[${viewer.partnerId}::uuid]`;
  if (role === "direct" || (partner.length === 0 && !company)) return null;
  if (!company) return sql`${list(partner)}::uuid[]`;
  const chosen = partner.length > 0 ? sql`${partners.id} = any(${list(partner)}::uuid[])` : undefined;
  return sql`array(select ${partners.id} from ${partners} where ${and(chosen, ilike(partners.name, containing(company)))})`;
}

/** Whether these are the deals of one partner, each once. */
export const onePartner = (viewer: Viewer, { partner, company }: DealFilter) =>
  viewer.kind === "partner" || (partner.length === 1 && !company);

/** The partners that a question for tier, type and region can be about: those who were so on any day. Null for any. */
export function partnersOnceSo({ role, tier, type, region }: DealFilter): SQL | null {
  if (role === "direct" || tier.length + type.length + region.length === 0) return null;
  return sql`array(select v.partner_id from partner_versions v where ${wasSo({ tier, type, region })})`;
}

/**
 * How conditions that look into other tables are written: to be asked of each row of a walk that ends early (a plan of their
 * own, never a join), or to find the rows.
 */
export type Manner = "each" | "find";

/** All must hold. `found` are those that an index of their own or a covering one answers; `looked` need each row. */
export type Conditions = { found: SQL; looked?: SQL };

/**
 * The rows that the filter asks for, inside the viewer's scope: what list, count, totals and export share. A partner's
 * tier, type and region are those of the deal's day: when it was closed (or opened, when the period asks for that), else
 * today. Questions about other companies do not exist for partner people.
 */
export function dealConditions(viewer: Viewer, filter: DealFilter, today: string, manner: Manner): Conditions {
  const found = and(scope(viewer, deals), standing(deals, filter), named(deals, filter.q), ofDeal(viewer, filter));
  const looked = and(
    filter.industry.length > 0 ? ofIndustry(viewer, filter.industry, manner) : undefined,
    filter.family.length > 0 ? ofFamily(sql`${deals.id}`, filter.family, manner) : undefined,
    taken(deals, filter),
    worth(deals, filter),
    partnerConditions(filter, today, manner),
  );
  return { found: found as SQL, looked };
}

/** The same over the deals of these partners. */
export function ownConditions(viewer: Viewer, filter: DealFilter, today: string, companies: SQL): SQL {
  const own = partnerDeals;
  const inDeal = and(
    ofDeal(viewer, filter),
    viewer.kind === "staff" && filter.role === "influenced_only" ? isNull(deals.partnerId) : undefined,
  );
  return and(
    sql`${own.partnerId} = any(${companies})`,
    scope(viewer, own),
    standing(own, filter),
    named(own, filter.q),
    taken(own, filter),
    worth(own, filter),
    filter.role === "sourced" ? eq(own.role, "sourcing") : undefined,
    filter.role.startsWith("influenced") ? eq(own.role, "influencing") : undefined,
    filter.industry.length > 0 ? inArray(own.industry, filter.industry) : undefined,
    filter.family.length > 0 ? ofFamily(sql`${own.dealId}`, filter.family, "each") : undefined,
    viewer.kind === "staff" ? thenWas(filter, today, own, sql`${own.partnerId}`) : undefined,
    inDeal
      ? sql`exists (select 1 from deals where ${deals.id} = ${own.dealId} and ${scope(viewer, deals)} and ${inDeal})`
      : undefined,
  ) as SQL;
}

/** What a deal is and when. */
function standing(from: Source, filter: DealFilter): SQL | undefined {
  const day = { closed: from.closedOn, opened: from.openedOn, expected: from.expectedCloseOn }[filter.by];
  return and(
    filter.stage.length > 0 ? inArray(from.stage, filter.stage) : undefined,
    filter.outcome.length > 0 ? inArray(from.outcome, filter.outcome) : undefined,
    filter.from ? gte(day, filter.from) : undefined,
    filter.to ? lt(day, filter.to) : undefined,
  );
}

/** One or two letters ask for what begins with them: the index of names holds pieces of three, and beginnings. */
function named(from: Source, text: string): SQL | undefined {
  if (!text) return undefined;
  const within = containing(text);
  const whole = text.length < 3 ? within.slice(1) : within;
  const like = (names: unknown, pattern: string) => sql`${names} like lower(${pattern})`;
  if (from !== deals) return or(like(from.name, whole), like(from.accountName, whole));
  const names = soughtIn(deals);
  return whole === within ? like(names, within) : or(like(names, whole), like(names, `%\n${whole}`));
}

const taken = (from: Source, { accepted }: DealFilter) =>
  accepted ? (accepted === "yes" ? sql`${from.accepted}` : sql`not ${from.accepted}`) : undefined;

/** The span of amounts, said twice: of the amount, and of what the order by amount holds. */
export function worth(from: Source, { min, max }: DealFilter): SQL | undefined {
  const { amount } = sortKeys(from);
  return and(
    min ? and(gte(from.reportedE4, parseAmountE4(min)), gte(amount, sql`${parseAmountE4(min)}::bigint`)) : undefined,
    max ? and(lte(from.reportedE4, parseAmountE4(max)), lte(amount, sql`${parseAmountE4(max)}::bigint`)) : undefined,
  );
}

/** What only the deal itself knows. */
function ofDeal(viewer: Viewer, filter: DealFilter): SQL | undefined {
  const owners = filter.owner.map((owner) => (owner === "me" ? viewer.personId : owner)).filter(isId);
  return and(
    filter.account.length > 0 ? inArray(deals.accountId, filter.account) : undefined,
    owners.length > 0 ? inArray(deals.ownerId, owners) : undefined,
  );
}

// A limit or an offset keeps the planner from making a join of it.
const asked = (manner: Manner) => (manner === "each" ? sql` offset 0` : sql``);

const ofIndustry = (viewer: Viewer, industries: string[], manner: Manner) =>
  sql`exists (select 1 from accounts where ${accounts.id} = ${deals.accountId} and ${inArray(accounts.industry, industries)} and ${scope(viewer, accounts)}${asked(manner)})`;

const ofFamily = (dealId: SQL, families: string[], manner: Manner) =>
  sql`exists (select 1 from deal_lines l join products p on p.id = l.product_id where l.deal_id = ${dealId} and p.family = any(${list(families)}::text[])${asked(manner)})`;

/** One partner of the deal fits all that is asked of partners, beside who it is. */
function partnerConditions(filter: DealFilter, today: string, manner: Manner): SQL | undefined {
  const { role } = filter;
  if (role === "direct")
    return sql`not exists (select 1 from deal_partners p where p.deal_id = ${deals.id}${asked(manner)})`;
  const fits = and(
    thenWas(filter, today, deals, sql`p.partner_id`),
    role === "sourced" ? sql`p.role = 'sourcing'` : undefined,
    role === "influenced" || role === "influenced_only" ? sql`p.role = 'influencing'` : undefined,
  );
  if (!fits) return undefined;
  return and(
    sql`exists (select 1 from deal_partners p where p.deal_id = ${deals.id} and ${fits}${asked(manner)})`,
    role === "influenced_only" ? isNull(deals.partnerId) : undefined,
  );
}

/** What the partner was on the deal's day. */
function thenWas(filter: DealFilter, today: string, from: Source, partnerId: SQL): SQL | undefined {
  const { tier, type, region } = filter;
  if (tier.length + type.length + region.length === 0) return undefined;
  const day = filter.by === "opened" && (filter.from || filter.to) ? from.openedOn : from.closedOn;
  const then = sql`coalesce(${day}, ${today}::date)`;
  return sql`exists (select 1 from partner_versions v where v.partner_id = ${partnerId} and ${wasSo({ tier, type, region })}
    and v.valid_from <= ${then} and (v.valid_to is null or v.valid_to > ${then}) offset 0)`;
}

const wasSo = (asked: Record<"tier" | "type" | "region", string[]>) =>
  and(
    ...(["tier", "type", "region"] as const).map((column) =>
      asked[column].length > 0 ? sql`v.${sql.raw(column)} = any(${list(asked[column])}::text[])` : undefined,
    ),
  );

/** Texts as one array parameter. */
const list = (values: string[]) => `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
