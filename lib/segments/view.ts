import { type EngagementLevel, engagementLevel } from "../metrics/engagement";
import { isLevel, levelKeys, type SetKey } from "./address";
import { curveOf } from "./curve";
import { type PotentialFacts, underPerformers } from "./potential";
import { bordersOf, type Point, type Quadrant, quadrantKeys, quadrantOf, type Scatter, scatterOf } from "./quadrants";

/** Hundredths of points: of each part, together, and together three months before. Nothing for partners that are not enrolled. */
export type Engagement = { parts: number[]; score: number; before: number; level: EngagementLevel };

/** The score of a partner from the points of its parts, now and three months before. */
export function engagementOf(parts: number[], partsBefore: readonly number[]): Engagement {
  const [score, before] = [parts, partsBefore].map((points) => points.reduce((sum, one) => sum + one, 0)) as [
    number,
    number,
  ];
  return { parts, score, before, level: engagementLevel(score / 100, before / 100) };
}

/** A partner with all that the page says of it. */
export type SegmentFacts = PotentialFacts &
  Point & { type: string; manager: string | null; openDeals: number; engagement: Engagement | null };

/** Plain data, as it is kept: amounts as texts of ten-thousandths. */
export type SegmentRow = {
  id: string;
  name: string;
  type: string;
  tier: string | null;
  status: string;
  manager: string | null;
  activity: number;
  valueE4: string;
  openDeals: number;
  quadrant: Quadrant;
  engagement: Engagement | null;
  says: string | null;
};
export type Corner = { key: Quadrant; count: number; valueE4: string };
export type SegmentView = {
  partners: number;
  scatter: Omit<Scatter, "most"> & { most: { activity: number; valueE4: string } };
  borders: { activity: number; valueE4: string };
  curve: ReturnType<typeof curveOf>;
  corners: Corner[];
  levels: { key: EngagementLevel; count: number }[];
  rows: SegmentRow[];
  count: number;
  total: { activity: number; valueE4: string; openDeals: number };
};

export const segmentsPerPage = 50;
type Asked = { set: SetKey | ""; page: number; currency: string };

/** Everything the page says of these partners. The same for the same partners in any order. */
export function segmentView(all: readonly SegmentFacts[], { set, page, currency }: Asked): SegmentView {
  const borders = bordersOf(all);
  const { most, ...scatter } = scatterOf(all, borders);
  const found = new Map(underPerformers(all, currency).map((one, place) => [one.id, { ...one, place }]));
  const rows = all.map((one) => ({ one, quadrant: quadrantOf(one, borders) }));
  const listed = rows
    .filter(({ one, quadrant }) => {
      if (set === "") return true;
      if (set === "potential") return found.has(one.id);
      return isLevel(set) ? one.engagement?.level === set : quadrant === set;
    })
    .sort((a, b) => {
      if (set === "potential") return (found.get(a.one.id)?.place ?? 0) - (found.get(b.one.id)?.place ?? 0);
      return (
        order(b.one.valueE4, a.one.valueE4) ||
        b.one.activity - a.one.activity ||
        order(a.one.name, b.one.name) ||
        order(a.one.id, b.one.id)
      );
    });
  const sum = (some: typeof rows) => some.reduce((total, { one }) => total + one.valueE4, 0n).toString();
  const first = (page - 1) * segmentsPerPage;
  return {
    partners: all.length,
    scatter: { ...scatter, most: { activity: most.activity, valueE4: most.valueE4.toString() } },
    borders: { activity: borders.activity, valueE4: borders.valueE4.toString() },
    curve: curveOf(all.map(({ valueE4 }) => valueE4)),
    corners: quadrantKeys.map((key) => {
      const inside = rows.filter(({ quadrant }) => quadrant === key);
      return { key, count: inside.length, valueE4: sum(inside) };
    }),
    levels: levelKeys.map((key) => ({ key, count: all.filter(({ engagement }) => engagement?.level === key).length })),
    rows: listed.slice(first, first + segmentsPerPage).map(({ one, quadrant }): SegmentRow => {
      const { id, name, type, tier, status, manager, activity, valueE4, openDeals, engagement } = one;
      const says = set === "potential" ? (found.get(id)?.says ?? null) : null;
      return {
        id,
        name,
        type,
        tier,
        status,
        manager,
        activity,
        valueE4: valueE4.toString(),
        openDeals,
        quadrant,
        engagement,
        says,
      };
    }),
    count: listed.length,
    total: {
      activity: listed.reduce((total, { one }) => total + one.activity, 0),
      valueE4: sum(listed),
      openDeals: listed.reduce((total, { one }) => total + one.openDeals, 0),
    },
  };
}

const order = <T extends string | bigint>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
