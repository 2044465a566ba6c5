import { activation } from "./definitions/activation";
import { activationOnboarded } from "./definitions/activation-onboarded";
import { activationRegistered } from "./definitions/activation-registered";
import { activePartnerRate } from "./definitions/active-partner-rate";
import { approvalRate } from "./definitions/approval-rate";
import { averageDealSize } from "./definitions/average-deal-size";
import { certificationLift } from "./definitions/certification-lift";
import { certifiedShare } from "./definitions/certified-share";
import { channelRoi } from "./definitions/channel-roi";
import { concentration } from "./definitions/concentration";
import { contribution } from "./definitions/contribution";
import { crossSellRate } from "./definitions/cross-sell-rate";
import { customerSatisfactionGap } from "./definitions/customer-satisfaction-gap";
import { engagementScore } from "./definitions/engagement-score";
import { enrolledPartners } from "./definitions/enrolled-partners";
import { escalationResolution } from "./definitions/escalation-resolution";
import { escalations } from "./definitions/escalations";
import { expansionRevenue } from "./definitions/expansion-revenue";
import { forecast } from "./definitions/forecast";
import { forecastAccuracy } from "./definitions/forecast-accuracy";
import { incentiveUtilization } from "./definitions/incentive-utilization";
import { influencedRevenue } from "./definitions/influenced-revenue";
import { installActivation } from "./definitions/install-activation";
import { installConfigured } from "./definitions/install-configured";
import { integrationUptime } from "./definitions/integration-uptime";
import { marketCoverage } from "./definitions/market-coverage";
import { mdfReturn } from "./definitions/mdf-return";
import { newPipeline } from "./definitions/new-pipeline";
import { partnerLifetimeValue } from "./definitions/partner-lifetime-value";
import { partnerNps } from "./definitions/partner-nps";
import { partnerSatisfaction } from "./definitions/partner-satisfaction";
import { pipelineContribution } from "./definitions/pipeline-contribution";
import { portalAdoption } from "./definitions/portal-adoption";
import { portfolioAdoption } from "./definitions/portfolio-adoption";
import { registrationInTime } from "./definitions/registration-in-time";
import { registrationResponse } from "./definitions/registration-response";
import { registrationResponseP90 } from "./definitions/registration-response-p90";
import { registrations } from "./definitions/registrations";
import { renewalRevenue } from "./definitions/renewal-revenue";
import { retention } from "./definitions/retention";
import { salesCycle } from "./definitions/sales-cycle";
import { sourcedPipeline } from "./definitions/sourced-pipeline";
import { sourcedRevenue } from "./definitions/sourced-revenue";
import { stageConversion } from "./definitions/stage-conversion";
import { stageDuration } from "./definitions/stage-duration";
import { ticketsPer100Installs } from "./definitions/tickets-per-100-installs";
import { timeToLaunch } from "./definitions/time-to-launch";
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
  engagement_score: engagementScore,
  incentive_utilization: incentiveUtilization,
  forecast_accuracy: forecastAccuracy,
  concentration: concentration,
  cross_sell_rate: crossSellRate,
  portfolio_adoption: portfolioAdoption,
  partner_lifetime_value: partnerLifetimeValue,
  partner_satisfaction: partnerSatisfaction,
  partner_nps: partnerNps,
  customer_satisfaction_gap: customerSatisfactionGap,
  market_coverage: marketCoverage,
  certification_lift: certificationLift,
  time_to_launch: timeToLaunch,
  activation: activation,
  activation_onboarded: activationOnboarded,
  activation_registered: activationRegistered,
  registration_response: registrationResponse,
  registration_response_p90: registrationResponseP90,
  registration_in_time: registrationInTime,
  escalations: escalations,
  escalation_resolution: escalationResolution,
  mdf_return: mdfReturn,
  install_activation: installActivation,
  install_configured: installConfigured,
  integration_uptime: integrationUptime,
  tickets_per_100_installs: ticketsPer100Installs,
  pipeline_contribution: pipelineContribution,
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof metrics;

export const metricKeys = Object.keys(metrics) as MetricKey[];

/** The definition, with its optional fields. */
export const metricOf = (key: MetricKey): Metric => metrics[key];

/** Whether a text names a metric. */
export const isMetricKey = (key: string): key is MetricKey => Object.hasOwn(metrics, key);

/** Whether a metric counts visits, which change far more often than other facts. */
export const countsVisits = (key: MetricKey): boolean =>
  key === "portal_adoption" || metricOf(key).numerator.includes("engagement_sign_ins");
