import type { Period } from "../period";
import type { Dimension } from "./dimensions";
import type { FigureView } from "./figure";
import type { MetricKey } from "./registry";
import type { Value } from "./value";

type Answer = { total: Value; groups: ({ group: string; label: string } & Value)[] };
type Span = { from: string; to: string };

/** What a new program has already: partners, deals, a second person with access, a tier that asks for something. */
export type Begun = { partners: boolean; deals: boolean; colleagues: boolean; tiers: boolean };

/** The figures of a period by name, and what the program has already. */
export type Scorecard = {
  /** `recounting`: of how many partners the sums are being made again, when they are too many to be read as rows. */
  program: { name: string; currency: string; timeZone: string; recounting: number };
  period: Period;
  today: string;
  /** When it was counted, if something changed since. */
  asOf?: string;
  begun: Begun;
  figures: FigureView[];
};

/** What the home pages draw. */
export type HomeView = Scorecard & {
  /** The calendar quarter of today, as charts label it. */
  quarter: string;
  byQuarter: Answer;
  cuts: { key: string; metric: MetricKey; span: Span; by: Dimension; answer: Answer }[];
};
