/** What figures can be cut by. `time` ones split the period; `of` says where a value comes from. */
export const dimensions = {
  partner: { label: "Partner", of: "partner" },
  type: { label: "Partner type", of: "partner" },
  tier: { label: "Tier", of: "partner" },
  status: { label: "Status", of: "partner" },
  region: { label: "Region", of: "partner" },
  country: { label: "Country", of: "partner" },
  segment: { label: "Segment", of: "partner" },
  cohort: { label: "Type and tier", of: "partner" },
  importance: { label: "Importance", of: "partner" },
  account: { label: "Account", of: "deal" },
  industry: { label: "Industry", of: "deal" },
  owner: { label: "Owner", of: "deal" },
  person: { label: "Partner person", of: "deal" },
  product: { label: "Product", of: "line" },
  family: { label: "Product family", of: "line" },
  line: { label: "Product line", of: "line" },
  stage: { label: "Stage", of: "stage" },
  month: { label: "Month", of: "time" },
  quarter: { label: "Quarter", of: "time" },
  year: { label: "Year", of: "time" },
} as const satisfies Record<string, { label: string; of: "partner" | "deal" | "line" | "stage" | "time" }>;

export type Dimension = keyof typeof dimensions;

export const dimensionKeys = Object.keys(dimensions) as Dimension[];
export const isDimension = (key: string): key is Dimension => Object.hasOwn(dimensions, key);
/** Dimensions that staff alone may cut by. */
export const staffDimensions: ReadonlySet<Dimension> = new Set(["importance", "owner"]);
