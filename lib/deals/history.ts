import { formatDay, formatE4 } from "@/lib/format";

export type DealVersion = {
  id: string;
  fromOn: string;
  stage: string;
  outcome: "open" | "won" | "lost";
  position: number;
  amountE4: bigint;
  currency: string;
  expectedCloseOn?: string | null;
  recordedAt: Date;
  recordedBy: string | null;
  supersededAt: Date | null;
  supersededBy: string | null;
};

export type DealLine = {
  key: string;
  sentence: string;
  when: string;
  detail?: string;
  tone: "info" | "good" | "warn" | "neutral";
};

/**
 * A deal's versions as sentences, newest first: "Mara Lind moved this deal to Proposal · 3 Nov 2025, was Qualified for 12
 * days". Who entered it is named when it was entered on its day, else it was somebody else's doing. A version that was
 * corrected says what it said wrongly, who put it right and when. `versions` come oldest first; `day` writes an instant as
 * a day of the program.
 */
export function dealHistory(versions: readonly DealVersion[], day: (at: Date) => string): DealLine[] {
  const held = versions.filter((version) => !version.supersededAt);
  const corrected = versions.filter((version) => version.supersededAt);
  const lines = held.flatMap((version, index) => {
    const line = heldLine(version, held.slice(0, index), day);
    return line ? [{ ...line, on: version.fromOn, order: 1 }] : [];
  });
  const notes = corrected.map((version) => ({ ...correctedLine(version, day), on: version.fromOn, order: 0 }));
  return [...lines, ...notes]
    .map((line, index) => ({ line, index }))
    .sort((a, b) => compare(b.line.on, a.line.on) || b.line.order - a.line.order || b.index - a.index)
    .map(({ line: { on: _on, order: _order, ...line } }) => line);
}

/** How long the deal is where it is: its stage with the days up to `today`, null when the source does not say since when. */
export function presentStay(
  versions: readonly DealVersion[],
  today: string,
): { stage: string; days: number | null } | null {
  const held = versions.filter((version) => !version.supersededAt);
  const last = held.at(-1);
  if (!last) return null;
  const days = daysInStage({ ...last, fromOn: today }, held);
  return { stage: last.stage, days: days === null ? null : Math.max(days, 0) };
}

/** `1 day`, `12 days`. */
export const daysOf = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;

function heldLine(version: DealVersion, earlier: readonly DealVersion[], day: (at: Date) => string): DealLine | null {
  const before = earlier.at(-1);
  const when = formatDay(version.fromOn);
  const amount = formatE4(version.amountE4, version.currency);
  const shown = { key: version.id, when: version.fromOn === "-infinity" ? "Day not recorded" : when };
  if (!before) return { ...shown, sentence: `Opened in ${version.stage} with ${amount}`, tone: toneOf(version) };
  const money =
    version.amountE4 === before.amountE4 && version.currency === before.currency
      ? undefined
      : `Amount ${amount}, was ${formatE4(before.amountE4, before.currency)}`;
  if (version.stage === before.stage) {
    const sentence = money ?? closesLater(version, before);
    return sentence ? { ...shown, sentence, tone: "neutral" } : null;
  }
  const mover = day(version.recordedAt) === version.fromOn ? version.recordedBy : null;
  const stay = daysInStage(version, earlier);
  const was = stay === null ? `was ${before.stage}` : `was ${before.stage} for ${daysOf(stay)}`;
  return {
    ...shown,
    sentence: moved(version, before, mover),
    when: `${shown.when}, ${was}`,
    detail: money,
    tone: toneOf(version),
  };
}

function closesLater({ expectedCloseOn: on = null }: DealVersion, before: DealVersion): string | null {
  const was = before.expectedCloseOn ?? null;
  if (on === was || on === null) return null;
  return `Expected to close on ${formatDay(on)}${was ? `, was ${formatDay(was)}` : ""}`;
}

function moved(version: DealVersion, before: DealVersion, mover: string | null): string {
  const closed = { won: "Won", lost: "Lost", open: "" }[version.outcome];
  if (closed) return mover ? `${mover} closed this deal as ${version.outcome}` : closed;
  const way = version.position < before.position ? "back to" : "to";
  return `${mover ? `${mover} moved this deal` : "Moved"} ${way} ${version.stage}`;
}

/** Days from the first of the unbroken versions in the stage before to this one; null when the source does not say. */
function daysInStage(version: DealVersion, earlier: readonly DealVersion[]): number | null {
  const stage = earlier.at(-1)?.stage;
  let from = version.fromOn;
  for (const one of [...earlier].reverse()) {
    if (one.stage !== stage) break;
    from = one.fromOn;
  }
  if (from === "-infinity" || version.fromOn === "-infinity") return null;
  return Math.round((Date.parse(version.fromOn) - Date.parse(from)) / 86_400_000);
}

function correctedLine(version: DealVersion, day: (at: Date) => string): DealLine {
  const by = version.supersededBy ? ` by ${version.supersededBy}` : "";
  const said = version.outcome === "open" ? `was in ${version.stage}` : `was ${version.stage.toLowerCase()}`;
  const from = version.fromOn === "-infinity" ? "" : ` on ${formatDay(version.fromOn)}`;
  return {
    key: version.id,
    sentence: `Corrected: the portal said that the deal ${said}${from}, with ${formatE4(version.amountE4, version.currency)}`,
    when: `Corrected on ${formatDay(day(version.supersededAt ?? version.recordedAt))}${by}`,
    tone: "warn",
  };
}

const toneOf = ({ outcome }: DealVersion) => (outcome === "won" ? "good" : outcome === "lost" ? "neutral" : "info");

function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "-infinity") return -1;
  if (b === "-infinity") return 1;
  return a < b ? -1 : 1;
}
