import { type SQL, sql } from "drizzle-orm";
import { type EngagementPart, engagementDays, engagementParts, engagementRules } from "@/lib/metrics/engagement";
import { enrolledAs } from "./enrolled";

/** Where the days of each part of the engagement score stand. */
const sources: Record<EngagementPart, { from: SQL; day: SQL; where?: SQL }> = {
  sign_ins: { from: sql`visits x`, day: sql`x."on"` },
  registrations: { from: sql`registrations x`, day: sql`x.submitted_on` },
  training: { from: sql`training_assignments x`, day: sql`x.completed_on` },
  content: { from: sql`engagements x`, day: sql`x."on"`, where: sql`x.kind = 'content'` },
  co_marketing: { from: sql`engagements x`, day: sql`x."on"`, where: sql`x.kind = 'co_marketing'` },
};

/** The hundredths of a point of enrolled partners, as `engagementPoints` gives them: over three months before `t`, or before today. */
function partWindow(part: EngagementPart) {
  const { weight, often } = engagementRules[part];
  const { from, day, where } = sources[part];
  const whole = sql`${10 * often * engagementDays}::int`;
  return (_f: SQL, t: SQL, own: (column: SQL) => SQL): SQL => {
    const end = sql`least(${t}, program_day(now()) + 1)`;
    return sql`select x.partner_id, round(${weight * 100}::int * (6 * least(x.times, ${often}::int) * ${engagementDays}::int
        + 4 * ${often}::int * greatest(0, ${engagementDays}::int - (${end} - 1 - x.last)))::numeric / ${whole}) as value, 'partner' as ref, x.partner_id as ref_id
      from (select x.partner_id, count(*) as times, max(${day}) as last from ${from}
          where ${day} >= (${end} - interval '3 months')::date and ${day} < ${end} ${where ? sql`and ${where}` : sql``} and ${own(sql`x.partner_id`)} group by 1) x
        join (${enrolledAs(t, own, sql`true`)}) e on e.partner_id = x.partner_id`;
  };
}

type Windows = Record<`engagement_${EngagementPart}`, ReturnType<typeof partWindow>>;

export const engagementWindows = Object.fromEntries(
  engagementParts.map((part) => [`engagement_${part}`, partWindow(part)]),
) as Windows;
