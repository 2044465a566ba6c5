import { activePartnerRate } from "./definitions/active-partner-rate";
import { approvalRate } from "./definitions/approval-rate";
import { averageDealSize } from "./definitions/average-deal-size";
import { certifiedShare } from "./definitions/certified-share";
import { channelRoi } from "./definitions/channel-roi";
import { contribution } from "./definitions/contribution";
import { enrolledPartners } from "./definitions/enrolled-partners";
import { expansionRevenue } from "./definitions/expansion-revenue";
import { forecast } from "./definitions/forecast";
import { influencedRevenue } from "./definitions/influenced-revenue";
import { newPipeline } from "./definitions/new-pipeline";
import { portalAdoption } from "./definitions/portal-adoption";
import { registrations } from "./definitions/registrations";
import { renewalRevenue } from "./definitions/renewal-revenue";
import { retention } from "./definitions/retention";
import { salesCycle } from "./definitions/sales-cycle";
import { sourcedPipeline } from "./definitions/sourced-pipeline";
import { sourcedRevenue } from "./definitions/sourced-revenue";
import { stageConversion } from "./definitions/stage-conversion";
import { stageDuration } from "./definitions/stage-duration";
import { trainingCompletion } from "./definitions/training-completion";
import { winRate } from "./definitions/win-rate";
import { wonDeals } from "./definitions/won-deals";
import type { Metric } from "./metric";

/** Every metric, in the order of the dictionary. */
export const metrics = {
  sourced_pipeline: sourcedPipeline,
  sourced_revenue: sourcedRevenue,
  influenced_revenue: influencedRevenue,
  registrations: registrations,
  approval_rate: approvalRate,
  win_rate: winRate,
  sales_cycle: salesCycle,
  active_partner_rate: activePartnerRate,
  portal_adoption: portalAdoption,
  training_completion: trainingCompletion,
  renewal_revenue: renewalRevenue,
  retention: retention,
  expansion_revenue: expansionRevenue,
  channel_roi: channelRoi,
  average_deal_size: averageDealSize,
  won_deals: wonDeals,
  new_pipeline: newPipeline,
  forecast: forecast,
  contribution: contribution,
  enrolled_partners: enrolledPartners,
  certified_share: certifiedShare,
  stage_conversion: stageConversion,
  stage_duration: stageDuration,
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof metrics;

export const metricKeys = Object.keys(metrics) as MetricKey[];

/** The definition, with its optional fields. */
export const metricOf = (key: MetricKey): Metric => metrics[key];

/** Whether a text names a metric. */
export const isMetricKey = (key: string): key is MetricKey => Object.hasOwn(metrics, key);
