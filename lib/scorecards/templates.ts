import { isMetricKey, type MetricKey, metricOf } from "../metrics/registry";
import type { Cadence } from "./cadence";
import { type Layer, layerKeys } from "./layers";

export type ManualUnit = "percent" | "count" | "days" | "hours" | "score" | "ratio";
/** A metric that nothing computes: its value is entered with its source and day. */
export type Manual = { name: string; unit: ManualUnit; better: "up" | "down"; target: string };
type Entry = string | Manual;

type Template = {
  label: string;
  says: string;
  goal: string;
  /** How often drivers and operations are looked at, and how often a review is held. */
  work: Cadence;
  review: Cadence;
} & Record<Layer, readonly Entry[]>;

const satisfaction: Manual = { name: "Partner satisfaction", unit: "score", better: "up", target: "80" };
const support: Manual = { name: "Support answered in time", unit: "percent", better: "up", target: "0.95" };
const escalations: Manual = { name: "Open escalations", unit: "count", better: "down", target: "2" };

/** What a scorecard starts with, by what kind of partnership it is. Metrics that a program does not have are left out. */
export const templates = {
  referral: {
    label: "Referral",
    says: "The partner hands over customers; we sell.",
    goal: "Turn the partner's introductions into customers within a quarter",
    work: "weekly",
    review: "monthly",
    outcome: ["sourced_revenue", "won_deals"],
    driver: ["registrations", "approval_rate", "win_rate", "sales_cycle"],
    health: [
      "training_completion",
      satisfaction,
      { name: "People who refer", unit: "count", better: "up", target: "3" },
    ],
    operation: [
      { name: "First answer to a referral", unit: "hours", better: "down", target: "24" },
      { name: "Commissions paid in time", unit: "percent", better: "up", target: "1" },
    ],
  },
  strategic: {
    label: "Strategic",
    says: "Both sides plan, sell and keep customers together.",
    goal: "Grow the joint business with large customers and keep every one of them",
    work: "biweekly",
    review: "monthly",
    outcome: ["sourced_revenue", "influenced_revenue", "renewal_revenue"],
    driver: ["new_pipeline", "sourced_pipeline", "win_rate", "average_deal_size", "sales_cycle"],
    health: ["retention", "training_completion", satisfaction],
    operation: [support, escalations],
  },
  platform: {
    label: "Platform",
    says: "The partner's product runs with ours.",
    goal: "Make the integration the way customers start, and grow them from there",
    work: "weekly",
    review: "monthly",
    outcome: ["sourced_revenue", "expansion_revenue"],
    driver: [
      "new_pipeline",
      "win_rate",
      "average_deal_size",
      { name: "New installs", unit: "count", better: "up", target: "30" },
    ],
    health: [
      "retention",
      { name: "Integration uptime", unit: "percent", better: "up", target: "0.999" },
      { name: "Customer satisfaction", unit: "score", better: "up", target: "85" },
    ],
    operation: [{ name: "Tickets per 100 installs", unit: "ratio", better: "down", target: "4" }, support],
  },
  co_marketing: {
    label: "Co-marketing",
    says: "Both sides find customers with joint campaigns.",
    goal: "Fill the pipeline of both sides with customers who met us together",
    work: "weekly",
    review: "monthly",
    outcome: ["influenced_revenue", "new_pipeline"],
    driver: [
      "registrations",
      "win_rate",
      { name: "Joint campaigns run", unit: "count", better: "up", target: "3" },
      { name: "Leads from campaigns", unit: "count", better: "up", target: "60" },
    ],
    health: [
      "training_completion",
      satisfaction,
      { name: "Campaigns with both brands approved", unit: "percent", better: "up", target: "0.9" },
    ],
    operation: [
      { name: "Campaign budget used", unit: "percent", better: "up", target: "0.8" },
      { name: "Days to approve an asset", unit: "days", better: "down", target: "5" },
    ],
  },
} as const satisfies Record<string, Template>;

export type TemplateKey = keyof typeof templates;
export const templateKeys = Object.keys(templates) as TemplateKey[];

export type Start = {
  layer: Layer;
  position: number;
  metric: MetricKey | null;
  manual: Manual | null;
  cadence: Cadence;
};

/** The metrics of a template, in order. An outcome is shared with the partner, so it is one that partners see. */
export function startOf(key: TemplateKey): Start[] {
  const template: Template = templates[key];
  return layerKeys.flatMap((layer) =>
    template[layer].flatMap((entry, position): Start[] => {
      const cadence = layer === "driver" || layer === "operation" ? template.work : template.review;
      if (typeof entry !== "string") return [{ layer, position, metric: null, manual: entry, cadence }];
      if (!isMetricKey(entry) || (layer === "outcome" && !metricOf(entry).partnerSees)) return [];
      return [{ layer, position, metric: entry, manual: null, cadence }];
    }),
  );
}
