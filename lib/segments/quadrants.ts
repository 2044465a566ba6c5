/** A partner as the segments look at it: how many deals it opened, and what it won, in ten-thousandths. */
export type Point = { id: string; name: string; activity: number; valueE4: bigint };

/** The four corners of activity against value. */
export const quadrants = {
  stars: { label: "Many deals, much revenue", advice: "Keep close: they carry the program." },
  busy: { label: "Many deals, little revenue", advice: "Help them win: look at their win rate and deal size." },
  quiet_value: { label: "Few deals, much revenue", advice: "Ask for more: each deal of theirs counts." },
  quiet: { label: "Few deals, little revenue", advice: "Wake them, or let them go." },
} as const;
export type Quadrant = keyof typeof quadrants;
export const quadrantKeys = Object.keys(quadrants) as Quadrant[];

/** Where many begins, and much: the middle partner of those that opened a deal, and of those that won something. */
export type Borders = { activity: number; valueE4: bigint };

/** The borders of these partners. Nothing is many or much where nobody opened or won anything. */
export function bordersOf(points: readonly Point[]): Borders {
  const active = points
    .map(({ activity }) => activity)
    .filter((count) => count > 0)
    .sort((a, b) => a - b);
  const values = points
    .map(({ valueE4 }) => valueE4)
    .filter((value) => value > 0n)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    activity: active[Math.floor(active.length / 2)] ?? 1,
    valueE4: values[Math.floor(values.length / 2)] ?? 1n,
  };
}

/** The corner that a partner stands in: on a border counts as beyond it. */
export function quadrantOf({ activity, valueE4 }: Pick<Point, "activity" | "valueE4">, borders: Borders): Quadrant {
  const [many, much] = [activity >= borders.activity, valueE4 >= borders.valueE4];
  if (many) return much ? "stars" : "busy";
  return much ? "quiet_value" : "quiet";
}

/** A dot of the drawing, with its place from 0 to 1; one partner, or how many stand there. */
export type Dot = {
  x: number;
  y: number;
  count: number;
  id: string | null;
  name: string;
  quadrant: Quadrant;
  label: boolean;
};
export type Scatter = { dots: Dot[]; border: { x: number; y: number }; most: { activity: number; valueE4: bigint } };

/** More partners than this are drawn together, by where they stand. */
const mostDots = 160;
const grid = { x: 28, y: 16 };
const mostLabels = 7;

/** The dots of the drawing. Both scales are square roots, so that small partners do not lie on one heap. */
export function scatterOf(points: readonly Point[], borders: Borders): Scatter {
  const most = {
    activity: points.reduce((max, { activity }) => Math.max(max, activity), 1),
    valueE4: points.reduce((max, { valueE4 }) => (valueE4 > max ? valueE4 : max), 1n),
  };
  const x = (activity: number) => Math.sqrt(Math.max(activity, 0) / most.activity);
  const y = (value: bigint) => Math.sqrt(Math.max(part(value, most.valueE4), 0));
  const placed = points.map((point) => ({
    ...point,
    x: x(point.activity),
    y: y(point.valueE4),
    quadrant: quadrantOf(point, borders),
  }));
  const dots =
    placed.length > mostDots
      ? together(placed)
      : placed.map(({ id, name, x, y, quadrant }): Dot => ({ id, name, x, y, quadrant, count: 1, label: false }));
  return { dots: labelled(dots), border: { x: x(borders.activity), y: y(borders.valueE4) }, most };
}

type Placed = Point & { x: number; y: number; quadrant: Quadrant };

function together(placed: readonly Placed[]): Dot[] {
  const cells = new Map<string, Placed[]>();
  for (const one of placed) {
    const key = [Math.round(one.x * grid.x), Math.round(one.y * grid.y), one.quadrant].join(" ");
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  return [...cells.values()].map((cell): Dot => {
    const [only] = cell as [Placed];
    const middle = (of: "x" | "y") => cell.reduce((sum, one) => sum + one[of], 0) / cell.length;
    const alone = cell.length === 1;
    return {
      ...{ x: middle("x"), y: middle("y"), count: cell.length, quadrant: only.quadrant, label: false },
      id: alone ? only.id : null,
      name: alone ? only.name : `${cell.length} partners`,
    };
  });
}

/** The names of the largest, where they do not stand on each other. */
function labelled(dots: readonly Dot[]): Dot[] {
  const named: Dot[] = [];
  for (const dot of [...dots]
    .filter(({ id }) => id !== null)
    .sort((a, b) => b.x + b.y - (a.x + a.y) || (a.name < b.name ? -1 : 1))) {
    if (named.length === mostLabels) break;
    if (named.every((other) => Math.abs(other.y - dot.y) > 0.06 || Math.abs(other.x - dot.x) > 0.35)) named.push(dot);
  }
  return dots.map((dot) => ({ ...dot, label: named.includes(dot) }));
}

/** A share of two amounts as a number for drawing. */
export const part = (value: bigint, whole: bigint) =>
  whole <= 0n ? 0 : Number((value * 1_000_000n) / whole) / 1_000_000;
