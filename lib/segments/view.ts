import type { SetKey } from "./address";
import { curveOf } from "./curve";
import { type PotentialFacts, underPerformers } from "./potential";
import { bordersOf, type Point, type Quadrant, quadrantKeys, quadrantOf, type Scatter, scatterOf } from "./quadrants";

/** A partner with all that the page says of it. */
export type SegmentFacts = PotentialFacts &
  Point & { type: string; manager: string | null; openDeals: number; lastSeenOn: string | null };

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
  lastSeenOn: string | null;
  says: string | null;
};
export type Corner = { key: Quadrant; count: number; valueE4: string };
export type SegmentView = {
  partners: number;
  scatter: Omit<Scatter, "most"> & { most: { activity: number; valueE4: string } };
  borders: { activity: number; valueE4: string };
  curve: ReturnType<typeof curveOf>;
  corners: Corner[];
  rows: SegmentRow[];
  count: number;
  total: { activity: number; valueE4: string; openDeals: number };
};

export const segmentsPerPage = 50;
/** Days without a visit, deal, registration, training or contact after which a partner counts as inactive. */
export const inactiveDays = 90;

type Asked = { set: SetKey | ""; page: number; currency: string; today: string };

/** Everything the page says of these partners. The same for the same partners in any order. */
export function segmentView(all: readonly SegmentFacts[], { set, page, currency, today }: Asked): SegmentView {
  const borders = bordersOf(all);
  const { most, ...scatter } = scatterOf(all, borders);
  const found = new Map(underPerformers(all, currency).map((one, place) => [one.id, { ...one, place }]));
  const rows = all.map((one) => ({ one, quadrant: quadrantOf(one, borders) }));
  const before = new Date(Date.parse(today) - inactiveDays * 86_400_000).toISOString().slice(0, 10);
  const listed = rows
    .filter(({ one, quadrant }) => {
      if (set === "") return true;
      if (set === "potential") return found.has(one.id);
      return set === "silent" ? (one.lastSeenOn ?? "") < before : quadrant === set;
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
    rows: listed.slice(first, first + segmentsPerPage).map(({ one, quadrant }): SegmentRow => {
      const { id, name, type, tier, status, manager, activity, valueE4, openDeals, lastSeenOn } = one;
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
        lastSeenOn,
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
