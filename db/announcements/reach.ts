import { type SQL, sql } from "drizzle-orm";
import { announcements } from "./schema";

const wants = (list: SQL, value: SQL) => sql`(cardinality(${list}) = 0 or ${value} = any(${list}))`;

/** The dimensions by which announcements choose partners: all may be read by the partner itself. */
export type Segment = Record<"tiers" | "types" | "statuses" | "countries" | "regions", SQL>;

/** Whether the partner `p` of the statement is meant by a segment. The only place: wall, preview and counts read it. */
export const meant = ({ tiers, types, statuses, countries, regions }: Segment): SQL =>
  sql`p.merged_into_id is null and ${wants(tiers, sql`p.tier`)} and ${wants(types, sql`p.type`)} and ${wants(statuses, sql`p.status`)}
    and ${wants(countries, sql`p.country`)} and ${wants(regions, sql`p.region`)}`;

/** The segment of the announcement of the statement. */
export const segmentOf: Segment = {
  tiers: sql`${announcements.tiers}`,
  types: sql`${announcements.types}`,
  statuses: sql`${announcements.statuses}`,
  countries: sql`${announcements.countries}`,
  regions: sql`${announcements.regions}`,
};

/** Which announcements a partner reads: those it is meant by, until they end or are taken back. */
export const announcedTo = (partnerId: SQL): SQL =>
  sql`${announcements.withdrawnAt} is null and (${announcements.expiresOn} is null or ${announcements.expiresOn} >= program_day(now()))
    and exists (select 1 from partners p where p.id = ${partnerId} and ${meant(segmentOf)})`;
