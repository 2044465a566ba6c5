import { and, eq, gte, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { accounts, deals } from "@/db/deals/schema";
import { containing } from "@/db/partners/conditions";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import { isId } from "@/lib/lists/parameters";
import { parseAmountE4 } from "@/lib/money";

/**
 * The rows that the filter asks for, inside the viewer's scope: what list, count, totals and export share. A partner's
 * tier, type and region are those of the deal's day: when it was closed (or opened, when the period asks for that), else
 * today. Questions about other companies do not exist for partner people.
 */
export function dealConditions(viewer: Viewer, filter: DealFilter, today: string): SQL {
  const day = { closed: deals.closedOn, opened: deals.openedOn, expected: deals.expectedCloseOn }[filter.by];
  return and(
    scope(viewer, deals),
    filter.q ? or(ilike(deals.name, containing(filter.q)), accountNamed(viewer, filter.q)) : undefined,
    filter.stage.length > 0 ? inArray(deals.stage, filter.stage) : undefined,
    filter.outcome.length > 0 ? inArray(deals.outcome, filter.outcome) : undefined,
    filter.account.length > 0 ? inArray(deals.accountId, filter.account) : undefined,
    filter.industry.length > 0 ? ofIndustry(viewer, filter.industry) : undefined,
    filter.family.length > 0 ? ofFamily(filter.family) : undefined,
    ownedBy(viewer, filter.owner),
    filter.accepted ? eq(deals.accepted, filter.accepted === "yes") : undefined,
    filter.from ? gte(day, filter.from) : undefined,
    filter.to ? lt(day, filter.to) : undefined,
    filter.min ? gte(deals.reportedE4, parseAmountE4(filter.min)) : undefined,
    filter.max ? sql`${deals.reportedE4} <= ${parseAmountE4(filter.max)}` : undefined,
    viewer.kind === "staff" ? partnerConditions(filter, today) : ownRole(viewer.partnerId, filter.role),
  ) as SQL;
}

const accountNamed = (viewer: Viewer, text: string) =>
  sql`exists (select 1 from accounts where ${accounts.id} = ${deals.accountId} and ${accounts.name} ilike ${containing(text)} and ${scope(viewer, accounts)})`;

const ofIndustry = (viewer: Viewer, industries: string[]) =>
  sql`exists (select 1 from accounts where ${accounts.id} = ${deals.accountId} and ${inArray(accounts.industry, industries)} and ${scope(viewer, accounts)})`;

const ofFamily = (families: string[]) =>
  sql`exists (select 1 from deal_lines l join products p on p.id = l.product_id where l.deal_id = ${deals.id} and p.family = any(${list(families)}::text[]))`;

function ownedBy(viewer: Viewer, owners: string[]): SQL | undefined {
  const ids = owners.map((owner) => (owner === "me" ? viewer.personId : owner)).filter(isId);
  return ids.length > 0 ? inArray(deals.ownerId, ids) : undefined;
}

/** A partner's own part in the deal. */
function ownRole(partnerId: string, role: DealFilter["role"]): SQL | undefined {
  if (role !== "sourced" && role !== "influenced") return undefined;
  const part = role === "sourced" ? "sourcing" : "influencing";
  return sql`exists (select 1 from deal_partners own where own.deal_id = ${deals.id} and own.partner_id = ${partnerId}::uuid and own.role = ${part})`;
}

/** One partner of the deal fits all that is asked of partners. */
function partnerConditions(filter: DealFilter, today: string): SQL | undefined {
  const { role, partner, tier, type, region } = filter;
  if (role === "direct") return sql`not exists (select 1 from deal_partners p where p.deal_id = ${deals.id})`;
  const asked: SQL[] = [];
  if (role === "sourced") asked.push(sql`p.role = 'sourcing'`);
  if (role === "influenced" || role === "influenced_only") asked.push(sql`p.role = 'influencing'`);
  if (partner.length > 0) asked.push(sql`p.partner_id = any(${list(partner)}::uuid[])`);
  if (tier.length + type.length + region.length > 0)
    asked.push(sql`exists (select 1 from partner_versions v
    where v.partner_id = p.partner_id and ${thenWas("tier", tier)} and ${thenWas("type", type)} and ${thenWas("region", region)}
      and v.valid_from <= ${dayOf(filter, today)} and (v.valid_to is null or v.valid_to > ${dayOf(filter, today)}))`);
  const fits =
    asked.length > 0
      ? sql`exists (select 1 from deal_partners p where p.deal_id = ${deals.id} and ${and(...asked)})`
      : undefined;
  return role === "influenced_only" ? and(fits, sql`${deals.partnerId} is null`) : fits;
}

const thenWas = (column: "tier" | "type" | "region", values: string[]) =>
  values.length > 0 ? sql`v.${sql.raw(column)} = any(${list(values)}::text[])` : sql`true`;

const dayOf = (filter: DealFilter, today: string) =>
  filter.by === "opened" && (filter.from || filter.to)
    ? sql`coalesce(${deals.openedOn}, ${today}::date)`
    : sql`coalesce(${deals.closedOn}, ${today}::date)`;

/** Texts as one array parameter. */
const list = (values: string[]) => `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
