import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { type Measured, measure, type Span } from "@/db/metrics/measure";
import { readProgram } from "@/db/metrics/queries";
import { partnerConditions } from "@/db/partners/conditions";
import { partnerFilterOptions } from "@/db/partners/list";
import { partners } from "@/db/partners/schema";
import { standingsOf } from "@/db/partners/standing";
import { getProgram, listTiers } from "@/db/program/queries";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { engagementParts } from "@/lib/metrics/engagement";
import { partnerDefaults } from "@/lib/partners/filter";
import { addDays, addMonths, namedPeriod, type Period } from "@/lib/period";
import { type SegmentAddress, segmentDefaults } from "@/lib/segments/address";
import { engagementOf, type SegmentFacts, type SegmentView, segmentView } from "@/lib/segments/view";

/** Everything the page of segments shows (req:S9, F8): kept until a fact changes. For staff only: throws NotFound. */
export async function readSegments(viewer: Viewer, address: SegmentAddress, now: Date) {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  return withViewer(viewer, async () => {
    const program = await getProgram(viewer, now);
    const span = namedPeriod("trailing_12_months", program.today);
    const { view: _, ...asked } = address;
    const question = { asked, me: address.manager.includes("me") ? viewer.personId : null };
    const [view, tiers, words] = await Promise.all([
      kept(viewer, { name: "segments", question, now }, (tx) => count(tx, viewer, address, program.today, span)),
      listTiers(viewer),
      kept(viewer, { name: "partner words", question: null, now }, () => partnerFilterOptions(viewer)),
    ]);
    return { program, span, view, words: { ...words, tiers } };
  });
}

async function count(
  tx: Tx,
  viewer: StaffViewer,
  address: SegmentAddress,
  today: string,
  span: Period,
): Promise<SegmentView> {
  const program = await readProgram(tx);
  const rows = await readPartners(tx, viewer, address, today);
  const narrowed = JSON.stringify({ ...address, set: "", page: 1, view: "" }) !== JSON.stringify(segmentDefaults);
  const reach = { partners: narrowed ? rows.map(({ id }) => id) : null, dirty: program.dirty, today: program.today };
  const cut = { by: "partner", where: {} } as const;
  const [sums, points] = await Promise.all([
    rows.length ? measure(tx, ["won_amount", "opened_count"], [span], cut, reach) : [],
    rows.length ? measure(tx, engagementKeys, engagementSpans(today), cut, reach) : [],
  ]);
  const of = (component: string) =>
    new Map(sums.flatMap((sum) => (sum.component === component ? [[sum.group, sum.value]] : [])));
  const [won, opened, engagement] = [of("won_amount"), of("opened_count"), pointsOf(points)];
  const facts = rows.map(
    (row): SegmentFacts => ({
      ...row,
      valueE4: won.get(row.id) ?? 0n,
      activity: Number(opened.get(row.id) ?? 0n),
      engagement: row.status === "suspended" ? null : engagement(row.id),
    }),
  );
  return segmentView(facts, { set: address.set, page: address.page, currency: program.currency });
}

const engagementKeys = engagementParts.map((part) => `engagement_${part}` as const);

/** The three months up to today, and the three before them. */
function engagementSpans(today: string): Span[] {
  const to = addDays(today, 1);
  const months = (day: string) => addMonths(day, -3);
  return [
    { from: months(to), to },
    { from: months(months(to)), to: months(to) },
  ];
}

/** The engagement of a partner from the points that the metric counts for it. */
function pointsOf(points: readonly Measured[]) {
  const byPlace = new Map(
    points.map(({ group, span, component, value }) => [`${group} ${span} ${component}`, Number(value)]),
  );
  const parts = (id: string, span: number) => engagementKeys.map((key) => byPlace.get(`${id} ${span} ${key}`) ?? 0);
  return (id: string) => engagementOf(parts(id, 0), parts(id, 1));
}

/** The partners of the filter, with what they are and their open deals. */
function readPartners(tx: Tx, viewer: StaffViewer, address: SegmentAddress, today: string) {
  const filter = { ...partnerDefaults, ...address };
  const having = { open: sql`where open_deals > 0`, none: sql`where open_deals = 0`, "": sql`` }[address.deals];
  return tx.execute<Omit<SegmentFacts, "valueE4" | "activity" | "engagement">>(sql`
    with chosen as materialized (select ${partners.id} as id from ${partners} where ${partnerConditions(viewer, filter, today)})
    select p.id, p.name, p.type, t.name as tier, coalesce(t.rank::float / nullif((select max(rank) from tiers where archived_at is null), 0), 0) as "tierHeight",
      p.status, p.importance, p.employees, m.name as manager, s.open_deals as "openDeals"
    from (select * from (${standingsOf(sql`chosen`, today)}) standing ${having}) s
      join partners p on p.id = s.id left join tiers t on t.key = p.tier left join people m on m.id = p.manager_id`);
}
