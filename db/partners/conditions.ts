import { and, arrayOverlaps, eq, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { StaffViewer } from "@/lib/access/viewer";
import { isId } from "@/lib/lists/parameters";
import type { PartnerFilter } from "@/lib/partners/filter";

/** The text as part of a pattern: its own wildcards mean themselves. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/**
 * The rows that the filter asks for, inside the viewer's scope: what list, count, totals and export share. Whether a partner
 * has open deals is asked of its sums, by the list.
 */
export function partnerConditions(viewer: StaffViewer, filter: PartnerFilter, today: string): SQL {
  const some = <T extends string>(column: Parameters<typeof inArray>[0], values: T[]) =>
    values.length > 0 ? inArray(column as typeof partners.type, values) : undefined;
  return and(
    scope(viewer, partners),
    isNull(partners.mergedIntoId),
    filter.q ? or(ilike(partners.name, containing(filter.q)), ilike(partners.domain, containing(filter.q))) : undefined,
    some(partners.tier, filter.tier),
    some(partners.status, filter.status),
    some(partners.type, filter.type),
    some(partners.importance, filter.importance),
    some(partners.contractStatus, filter.contract),
    some(partners.country, filter.country),
    some(partners.region, filter.region),
    some(partners.territory, filter.territory),
    filter.specialization.length > 0 ? arrayOverlaps(partners.specializations, filter.specialization) : undefined,
    managed(viewer, filter.manager),
    holding(
      filter.certified,
      sql`exists (select 1 from certifications c where c.partner_id = ${partners.id}
        and (c.issued_on is null or c.issued_on <= ${today}) and (c.expires_on is null or c.expires_on >= ${today}))`,
    ),
  ) as SQL;
}

function managed(viewer: StaffViewer, managers: string[]): SQL | undefined {
  if (managers.length === 0) return undefined;
  const ids = managers.map((manager) => (manager === "me" ? viewer.personId : manager)).filter(isId);
  return or(
    ids.length > 0 ? inArray(partners.managerId, ids) : undefined,
    managers.includes("none") ? isNull(partners.managerId) : undefined,
  );
}

function holding(answer: "" | "yes" | "no", exists: SQL): SQL | undefined {
  if (answer === "") return undefined;
  return answer === "yes" ? exists : sql`not ${exists}`;
}

/** The viewer's own book comes first for those who have one. */
export const ownBookFirst = (viewer: StaffViewer): SQL[] =>
  viewer.role === "channel_manager" ? [sql`(${eq(partners.managerId, viewer.personId)}) is true desc`] : [];
