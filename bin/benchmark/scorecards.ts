import postgres from "postgres";
import { startOf, templateKeys, templates } from "@/lib/scorecards/templates";

/** One partnership in so many has a scorecard, the largest and the typical partner's among them. */
const oneIn = 10;

/** Scorecards of a tenth of the partners, of every template in turn, in a program that has none. Returns how many were made. */
export async function ensureScorecards(url: string, always: readonly string[]): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [some] = await sql`select 1 from scorecards limit 1`;
    if (some) return 0;
    const starts = templateKeys.flatMap((template, nth) =>
      startOf(template).map(({ layer, position, metric, manual, cadence }) => ({
        ...{ nth, template, goal: templates[template].goal, review: templates[template].review },
        ...{ layer, position, metric, cadence, name: manual?.name ?? null, unit: manual?.unit ?? null },
        ...{ better: manual?.better ?? null, target: manual?.target ?? (layer === "outcome" ? "100000" : null) },
      })),
    );
    const made = await sql`
      with start as (select * from jsonb_to_recordset(${sql.json(starts)}) s (nth int, template text, goal text, review text, layer text, position int,
          metric text, cadence text, name text, unit text, better text, target numeric)),
        chosen as (select id, manager_id, n from (select id, manager_id, row_number() over (order by id)::int as n from partners
            where merged_into_id is null and manager_id is not null) p where n % ${oneIn}::int = 0 or id = any(${[...always]}::uuid[])),
        card as (insert into scorecards (partner_id, template, goal, cadence, owner_id, next_review_on)
          select c.id, s.template, s.goal, s.review, c.manager_id, current_date + 14 from chosen c
            join (select distinct nth, template, goal, review from start) s on s.nth = c.n / ${oneIn}::int % ${templateKeys.length}::int returning id, partner_id, template, owner_id)
      insert into scorecard_metrics (scorecard_id, partner_id, layer, position, metric, name, unit, better, owner_id, target, cadence)
      select card.id, card.partner_id, s.layer, s.position, s.metric, s.name, s.unit, s.better, card.owner_id, s.target, s.cadence
      from card join start s on s.template = card.template returning scorecard_id`;
    await sql`vacuum (analyze) scorecards, scorecard_metrics`;
    return new Set(made.map(({ scorecard_id }) => scorecard_id)).size;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
