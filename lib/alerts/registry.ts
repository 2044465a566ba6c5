import { roleHolds } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import type { AlertRule, Figures } from "./rule";
import { approvalLate } from "./rules/approval-late";
import { approvalRateDrop } from "./rules/approval-rate-drop";
import { certificationExpiring } from "./rules/certification-expiring";
import { contactsStale } from "./rules/contacts-stale";
import { contractEnding } from "./rules/contract-ending";
import { dataQuality } from "./rules/data-quality";
import { importFailed } from "./rules/import-failed";
import { protectionEnding } from "./rules/protection-ending";
import { revenueSwing } from "./rules/revenue-swing";
import { stalledDeals } from "./rules/stalled-deals";
import { targetEndangered } from "./rules/target-endangered";

/** Every rule of alerts. What each finds is asked in `db/alerts/find.ts`. */
export const alertRules = {
  approval_late: approvalLate,
  import_failed: importFailed,
  stalled_deals: stalledDeals,
  protection_ending: protectionEnding,
  contract_ending: contractEnding,
  certification_expiring: certificationExpiring,
  target_endangered: targetEndangered,
  revenue_swing: revenueSwing,
  approval_rate_drop: approvalRateDrop,
  contacts_stale: contactsStale,
  data_quality: dataQuality,
} as const satisfies Record<string, AlertRule>;

export type AlertRuleKey = keyof typeof alertRules;
export const alertRuleKeys = Object.keys(alertRules) as AlertRuleKey[];
export const isAlertRule = (key: string): key is AlertRuleKey => Object.hasOwn(alertRules, key);
export const alertRuleOf = (key: AlertRuleKey): AlertRule => alertRules[key];

/** What an alert says: a rule that is no more says nothing of its figures. */
export const saysOf = (rule: string, figures: Figures): string =>
  isAlertRule(rule) ? alertRuleOf(rule).says(figures) : "The rule that raised it is no longer there.";
export const labelOfRule = (rule: string): string => (isAlertRule(rule) ? alertRules[rule].label : rule);

/** The rules whose alerts somebody may see: a partner's people those that are for them. */
export function rulesFor({ kind, role }: Pick<Viewer, "kind" | "role">): AlertRuleKey[] {
  return alertRuleKeys.filter((key) => {
    const rule = alertRuleOf(key);
    return roleHolds(role, rule.permission) && (kind === "staff" || rule.forPartner);
  });
}
