import { alerts } from "./alerts";
import { definitions, questions } from "./figures";
import { funds } from "./funds";
import { outside } from "./outside";
import { payouts, plansOfIncentives, statements } from "./payouts";
import { program, tiers } from "./program";
import { heldImports, quality } from "./quality";
import { record } from "./record";
import type { Stage, Step } from "./step";

/** The steps of a room, each with a form as its page sends it, on rows that exist for it alone. */
type Room = (stage: Stage) => AsyncGenerator<Step>;

/** Every room whose steps stand in a file of their own, in the order in which they are taken. */
export const rooms: readonly Room[] = [
  ...[
    alerts,
    program,
    tiers,
    record,
    funds,
    payouts,
    plansOfIncentives,
    statements,
    questions,
    definitions,
    quality,
    heldImports,
    outside,
  ],
];
