/** The layers of a scorecard: what each is for, and how many metrics keep it readable on one page. */
export const layers = {
  outcome: {
    label: "Outcomes",
    one: "outcome",
    least: 2,
    most: 4,
    says: "What the partnership is for",
    why: "With more than four outcomes nobody knows which one counts",
  },
  driver: {
    label: "Drivers",
    one: "driver",
    least: 4,
    most: 8,
    says: "What moves the outcomes, and can be worked on",
    why: "More than eight drivers cannot all be worked on",
  },
  health: {
    label: "Health",
    one: "health metric",
    least: 3,
    most: 6,
    says: "Whether the partnership will last",
    why: "More than six hide the one that turns",
  },
  operation: {
    label: "Operations",
    one: "operations metric",
    least: 0,
    most: 6,
    says: "Whether both sides keep what they promised",
    why: "More than six belong on a page of their own",
  },
} as const satisfies Record<
  string,
  { label: string; one: string; least: number; most: number; says: string; why: string }
>;

export type Layer = keyof typeof layers;
export const layerKeys = Object.keys(layers) as Layer[];

/** Why a layer that holds so many takes no other; null when it does. */
export function whyFull(layer: Layer, count: number): string | null {
  const { one, most, why } = layers[layer];
  if (count < most) return null;
  return `A scorecard has at most ${inWords(most)} ${plural(one)}. ${why}: take one off first.`;
}

/** Why a layer that holds so many gives none away; null when it does. */
export function whyNeeded(layer: Layer, count: number): string | null {
  const { one, least } = layers[layer];
  return count > least ? null : `A scorecard has at least ${inWords(least)} ${plural(one)}: add another one first.`;
}

/** What a layer still lacks, in words; null when it has enough. */
export function whatLacks(layer: Layer, count: number): string | null {
  const { one, least } = layers[layer];
  const lacking = least - count;
  if (lacking <= 0) return null;
  return `${inWords(lacking)} more ${lacking === 1 ? one : plural(one)}`;
}

const plural = (one: string) => `${one}s`;
const numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
const inWords = (count: number) => numbers[count] ?? String(count);
