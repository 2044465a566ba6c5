import { type SQL, sql } from "drizzle-orm";

/** Partners that are onboarding, active or dormant just before `t`, as window facts. */
export const enrolledAs = (t: SQL, own: (column: SQL) => SQL, where: SQL) =>
  withStatus(t, own, sql`v.status in ('onboarding','active','dormant')`, where);

/** Partners with a status just before `t`, as window facts. */
export function withStatus(t: SQL, own: (column: SQL) => SQL, status: SQL, where: SQL): SQL {
  return sql`select p.id as partner_id, 1 as value, 'partner' as ref, p.id as ref_id
    from partners p join partner_versions v on v.partner_id = p.id and v.valid_from < ${t} and (v.valid_to is null or v.valid_to >= ${t})
    where ${status} and coalesce(p.joined_on, '-infinity') < ${t} and ${own(sql`p.id`)} and ${where} and p.merged_into_id is null`;
}
