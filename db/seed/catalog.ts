import { isoInstant } from "./calendar";
import type { Row } from "./insert";
import { random } from "./random";

export type Product = {
  id: string;
  sku: string;
  name: string;
  family: string;
  usdCents: number;
  unit: [number, number];
  recurring: boolean;
};

/** Name, list price in cents, how many a customer buys, and whether it renews every year. */
const families: Record<string, [string, number, [number, number], boolean][]> = {
  "Cloud Platform": [
    ["Northstar Core", 18_000, [40, 260], true],
    ["Northstar Core Government", 24_000, [40, 200], true],
    ["Managed Kubernetes", 420_000, [2, 12], true],
    ["Edge Nodes", 96_000, [4, 30], true],
    ["Disaster Recovery", 65_000, [5, 40], true],
  ],
  "Data and Analytics": [
    ["Northstar Lake", 540_000, [2, 10], true],
    ["Stream", 210_000, [2, 14], true],
    ["Insight Seats", 34_800, [20, 150], true],
    ["Data Catalog", 320_000, [1, 6], true],
    ["Forecast", 280_000, [1, 8], true],
  ],
  Security: [
    ["Sentinel", 9_600, [60, 400], true],
    ["Key Vault", 150_000, [1, 12], true],
    ["Zero Trust Access", 7_200, [80, 500], true],
    ["Compliance Pack", 480_000, [1, 3], true],
    ["Penetration Test", 1_250_000, [1, 2], false],
  ],
  Collaboration: [
    ["Workspace", 12_000, [50, 350], true],
    ["Meeting Rooms", 88_000, [3, 25], true],
    ["Contact Center", 102_000, [8, 60], true],
    ["Workspace Archive", 3_600, [50, 300], true],
  ],
  Services: [
    ["Migration Days", 165_000, [5, 40], false],
    ["Architecture Review", 980_000, [1, 3], false],
    ["Premium Support", 1_200_000, [1, 3], true],
    ["Training Days", 145_000, [2, 15], false],
    ["Managed Onboarding", 760_000, [1, 2], false],
  ],
};

export function catalog(start: number): { products: Product[]; rows: Row[] } {
  const chance = random("products");
  const products = Object.entries(families).flatMap(([family, items], f) =>
    items.map(([name, usdCents, unit, recurring], i) => ({
      id: chance.uuid(),
      sku: `NS-${f + 1}${String(i + 1).padStart(2, "0")}`,
      name,
      family,
      usdCents,
      unit,
      recurring,
    })),
  );
  const rows = products.map(({ id, sku, name, family, usdCents, recurring }) => ({
    id,
    sku,
    name,
    family,
    line: recurring ? "Subscription" : "One-off",
    list_price_e4: String(usdCents * 100),
    currency: "USD",
    created_at: isoInstant(start - 400, 540),
  }));
  return { products, rows };
}
