import "server-only";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import { type DealListRow, read, readRows, written } from "./list";
import { questionOf } from "./sums";
import { planned } from "./totals";

/** Cards of a stage; the others are in the table. */
export const cardsPerStage = 8;

/** By stage the first deals of the filter, in its order. */
export async function readDealBoard(
  viewer: Viewer,
  filter: DealFilter,
  stages: readonly string[],
  today: string,
): Promise<Record<string, DealListRow[]>> {
  const asked = filter.stage.length > 0 ? stages.filter((stage) => filter.stage.includes(stage)) : stages;
  if (filter.q || filter.company) return withViewer(viewer, (tx) => readCards(tx, viewer, filter, asked, today));
  const question = { ...questionOf(viewer, filter), sort: filter.sort, dir: filter.dir, asked };
  const { asOf: _, ...cards } = await kept(
    viewer,
    { name: "deal board", question, now: new Date(`${today}T12:00:00Z`) },
    async (tx) => {
      const found = Object.entries(await readCards(tx, viewer, filter, asked, today));
      return Object.fromEntries(found.map(([stage, rows]) => [stage, rows.map(written)]));
    },
  );
  return Object.fromEntries(Object.entries(cards).map(([stage, rows]) => [stage, rows.map(read)]));
}

async function readCards(tx: Tx, viewer: Viewer, filter: DealFilter, stages: readonly string[], today: string) {
  const step = { edge: null, forward: true, limit: cardsPerStage };
  const [, ...found] = await Promise.all([
    planned(tx),
    ...stages.map(async (stage) => {
      const rows = await readRows(tx, viewer, { ...filter, stage: [stage] }, today, step);
      return [stage, rows] as const;
    }),
  ]);
  return Object.fromEntries(found);
}
