import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import type { MetricFilter } from "@/lib/metrics/filter";
import { periodOf } from "@/lib/metrics/filter";
import type { Begun, HomeView, Scorecard } from "@/lib/metrics/home";
import type { MetricKey } from "@/lib/metrics/registry";
import { dayIn, namedPeriod, type Period, quartersUpTo } from "@/lib/period";
import { kept } from "./answers";
import { booked, figuresIn } from "./figures";
import { type Answer, answerIn, reachOf, readProgram, shownOf } from "./queries";

/** The leadership scorecard (req:K2), then what a partner sees of itself (req:W3). */
export const leadershipKeys: MetricKey[] = [
  "sourced_revenue",
  "sourced_pipeline",
  "win_rate",
  "active_partner_rate",
  "training_completion",
  "renewal_revenue",
  "expansion_revenue",
  "channel_roi",
];
export const partnerKeys: MetricKey[] = [
  "sourced_revenue",
  "influenced_revenue",
  "sourced_pipeline",
  "win_rate",
  "registrations",
  "sales_cycle",
  "renewal_revenue",
  "training_completion",
];

/** The leadership scorecard alone, for pages that begin with something else. For staff; a partner reads its own figures. */
export function readScorecard(viewer: Viewer, filter: MetricFilter, now: Date): Promise<Scorecard> {
  const book = viewer.kind === "staff" && filter.book ? viewer.personId : null;
  return withViewer(viewer, async (tx) => {
    const [begun, counted] = await Promise.all([
      viewer.kind === "staff" ? begunIn(tx) : everything,
      kept(viewer, { name: "scorecard", question: { filter, book }, now }, async (own, at) => {
        const program = await readProgram(own);
        const today = dayIn(program.timeZone, at);
        const period = periodOf(filter, today);
        const keys = viewer.kind === "staff" ? leadershipKeys : partnerKeys;
        const options = { book, query: { book: filter.book } };
        const figures = await figuresIn(own, viewer, program, keys, period, at, options);
        return { program: shownOf(program), period, today, figures };
      }),
    ]);
    return { ...counted, begun };
  });
}

/** Everything the home page says. A channel manager's `book` narrows it to the own partners. */
export function readHome(viewer: Viewer, filter: MetricFilter, now: Date): Promise<HomeView> {
  const book = viewer.kind === "staff" && filter.book ? viewer.personId : null;
  return withViewer(viewer, async (tx) => {
    const [begun, counted] = await Promise.all([
      viewer.kind === "staff" ? begunIn(tx) : everything,
      kept(viewer, { name: "home", question: { filter, book }, now }, (own, at) =>
        countHome(own, viewer, filter, book, at),
      ),
    ]);
    return { ...counted, begun };
  });
}

async function countHome(
  tx: Tx,
  viewer: Viewer,
  filter: MetricFilter,
  book: string | null,
  now: Date,
): Promise<Omit<HomeView, "begun">> {
  const program = await readProgram(tx);
  const today = dayIn(program.timeZone, now);
  const period = periodOf(filter, today);
  const reach = await booked(tx, reachOf(viewer, program, undefined), book);
  const quarters = quartersUpTo(namedPeriod("this_quarter", today), 12);
  const year = namedPeriod("trailing_12_months", today);
  const span = { from: quarters[0]?.from ?? period.from, to: quarters.at(-1)?.to ?? period.to };
  const wanted = cutsFor(viewer, year, namedPeriod("this_quarter", today));
  const [figures, byQuarter, ...answers] = await Promise.all([
    figuresIn(tx, viewer, program, viewer.kind === "staff" ? leadershipKeys : partnerKeys, period, now, {
      book,
      query: { book: filter.book },
    }),
    answerIn(tx, program, { metric: "sourced_revenue", span, by: "quarter" }, reach),
    ...wanted.map((cut) =>
      answerIn(tx, program, { metric: cut.metric, span: cut.span, by: cut.by, most: cut.most }, reach),
    ),
  ]);
  const cuts = wanted.map((cut, index) => ({ ...cut, answer: answers[index] as Answer }));
  return { program: shownOf(program), period, today, quarter: quarters.at(-1)?.label ?? "", figures, byQuarter, cuts };
}

const everything: Begun = { partners: true, deals: true, colleagues: true, tiers: true };

async function begunIn(tx: Tx): Promise<Begun> {
  const [row] = await tx.execute<Begun>(sql`
    select exists (select from partners) as partners, exists (select from deals) as deals,
      (select count(*) > 1 from (select from people where access in ('active', 'invited') limit 2) with_access) as colleagues,
      exists (select from tiers where archived_at is null and requirements <> '[]'::jsonb) as tiers`);
  return row ?? everything;
}

type Wanted = Omit<HomeView["cuts"][number], "answer"> & { most?: number };

function cutsFor(viewer: Viewer, year: Period, quarter: Period): Wanted[] {
  const stages = { key: "stages", metric: "sourced_pipeline", span: quarter, by: "stage" } as const;
  if (viewer.kind === "partner") return [];
  return [
    { key: "partners", metric: "sourced_revenue", span: year, by: "partner", most: 12 },
    stages,
    { key: "regions", metric: "sourced_revenue", span: year, by: "region" },
    { key: "families", metric: "sourced_revenue", span: year, by: "family" },
  ];
}
