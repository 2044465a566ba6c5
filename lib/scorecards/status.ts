import { divideExact } from "../money";

export const statuses = {
  behind: { label: "Behind", tone: "bad", rank: 0 },
  at_risk: { label: "At risk", tone: "warn", rank: 1 },
  no_data: { label: "No data", tone: "neutral", rank: 2 },
  on_track: { label: "On track", tone: "good", rank: 3 },
} as const;
export type Status = keyof typeof statuses;
export const statusKeys = Object.keys(statuses) as Status[];

/** From which part of its target a metric is on track, and from which it is at risk, in hundredths. */
export const thresholds = { onTrack: 95n, atRisk: 80n } as const;

export type Judged = { status: Status; reached: string | null; says: string };
type Given = {
  value: string | null;
  target: string | null;
  better: "up" | "down" | null;
  /** How much of the period has passed, for what adds up over it: the target is then asked for in proportion. */
  pace?: { passed: number; days: number } | null;
  /** Why there is no value. */
  missing?: string;
};

/** Where a metric stands against its target, from the two values alone. `reached` is the part of what was to be there by now. */
export function judge({ value, target, better, pace, missing }: Given): Judged {
  if (value === null) return { status: "no_data", reached: null, says: missing ?? "no value" };
  if (target === null) return { status: "no_data", reached: null, says: "no target is set" };
  const [a, b] = [exact(value), exact(target)];
  if (b <= 0n) return asReached(better === "down" ? a <= b : a >= b, pace);
  const asked = pace ? b * BigInt(pace.passed) : b;
  const got = pace ? a * BigInt(pace.days) : a;
  if (pace && asked === 0n) return { status: "no_data", reached: null, says: "the period has not begun" };
  // Lower is better: half of what was allowed is twice as good.
  const [over, under] = better === "down" ? [asked, got] : [got, asked];
  if (under <= 0n) return asReached(true, pace);
  const hundredths = (over * 100n) / under;
  const status = hundredths >= thresholds.onTrack ? "on_track" : hundredths >= thresholds.atRisk ? "at_risk" : "behind";
  const reached = divideExact(over < 0n ? 0n : over, under, 4);
  return { status, reached, says: says(divideExact(got, asked, 3) as string, pace) };
}

function asReached(yes: boolean, pace: Given["pace"]): Judged {
  return { status: yes ? "on_track" : "behind", reached: null, says: yes ? "the target is reached" : says("0", pace) };
}

const says = (part: string, pace: Given["pace"]) =>
  `${(Math.round(Number(part) * 1000) / 10).toLocaleString("en-GB")} % of ${pace ? "the target to date" : "its target"}`;

/** The status of the whole: its outcomes'. One that is behind makes it so, then one at risk. */
export function overall(outcomes: readonly Status[]): Status {
  if (outcomes.includes("behind")) return "behind";
  if (outcomes.includes("at_risk")) return "at_risk";
  return outcomes.includes("on_track") ? "on_track" : "no_data";
}

const places = 10;
/** A decimal text as an integer of its ten-billionths, exact. */
export function exact(decimal: string): bigint {
  const [, sign, whole, rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === undefined) throw new Error(`"${decimal}" is not a decimal number`);
  const value = BigInt(whole + rest.slice(0, places).padEnd(places, "0"));
  return sign ? -value : value;
}
