import "server-only";
import type { Tx } from "@/db/client";
import type { ComponentKey } from "@/lib/metrics/components";
import { type LeftOutReason, reasonsFor, reasonText } from "@/lib/metrics/left-out";
import { factParts } from "@/lib/metrics/parts";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { definitionFor } from "@/lib/metrics/version";
import type { Where } from "./dimensions";
import { measure, type Reach } from "./measure";
import { type Program, sumsOf } from "./queries";
import { type Counted, countFacts } from "./rows";

type Question = { metric: MetricKey; span: { from: string; to: string }; where?: Where };
export type Told = {
  component: ComponentKey;
  says: string;
  side: string;
  /** What the figure itself says of this part: the rows add up to it, unless it is a pick of them. */
  measured: string;
  rows: Counted;
  leftOut: ({ reason: LeftOutReason; says: string } & Counted)[];
};

/** What a figure means in its days, and of each of its parts how many rows are counted and left out, with their sums in the component's own unit (money in ten-thousandths). */
export async function tellOf(tx: Tx, program: Program, reach: Reach, { metric, span, where = {} }: Question) {
  const ofPartner = reach.partners?.length === 1;
  const told = async (component: ComponentKey) => {
    const rows = { component, span, where };
    const [sums, counted, leftOut] = await Promise.all([
      measure(tx, [component], [span], { by: null, where }, reach),
      countFacts(tx, program, reach, rows),
      Promise.all(
        reasonsFor(component, ofPartner).map(async (reason) => ({
          reason,
          says: reasonText(reason, false),
          ...(await countFacts(tx, program, reach, { ...rows, leftOut: reason })),
        })),
      ),
    ]);
    const measured = (sumsOf(sums)[component]?.value ?? 0n).toString();
    return { measured, rows: counted, leftOut: leftOut.filter(({ count }) => count > 0) };
  };
  const parts: Told[] = [];
  for (const { key, label, side } of factParts(metricOf(metric), ofPartner))
    parts.push({ component: key, says: label, side, ...(await told(key)) });
  return { definition: definitionFor(program.versions, metric, span), parts };
}
