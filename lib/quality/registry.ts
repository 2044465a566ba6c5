import type { QualityRule } from "./rule";
import { accountPlace } from "./rules/account-place";
import { accountUnique } from "./rules/account-unique";
import { contactAddress } from "./rules/contact-address";
import { contactReviewed } from "./rules/contact-reviewed";
import { contractAgrees } from "./rules/contract-agrees";
import { dealAmount } from "./rules/deal-amount";
import { dealExpected } from "./rules/deal-expected";
import { dealOrder } from "./rules/deal-order";
import { dealOverdue } from "./rules/deal-overdue";
import { dealRate } from "./rules/deal-rate";
import { feedArrives } from "./rules/feed-arrives";
import { partnerContact } from "./rules/partner-contact";
import { partnerDomain } from "./rules/partner-domain";
import { partnerManager } from "./rules/partner-manager";
import { partnerPlace } from "./rules/partner-place";
import { partnerUnique } from "./rules/partner-unique";
import { personUnique } from "./rules/person-unique";

/** Every rule of data quality. Which rows each looks at is asked in `db/quality/find.ts`. */
export const qualityRules = {
  partner_contact: partnerContact,
  partner_place: partnerPlace,
  partner_manager: partnerManager,
  account_place: accountPlace,
  deal_expected: dealExpected,
  partner_domain: partnerDomain,
  contact_address: contactAddress,
  deal_rate: dealRate,
  contract_agrees: contractAgrees,
  deal_amount: dealAmount,
  deal_order: dealOrder,
  partner_unique: partnerUnique,
  account_unique: accountUnique,
  person_unique: personUnique,
  contact_reviewed: contactReviewed,
  deal_overdue: dealOverdue,
  feed_arrives: feedArrives,
} as const satisfies Record<string, QualityRule>;

export type QualityRuleKey = keyof typeof qualityRules;
export const qualityRuleKeys = Object.keys(qualityRules) as QualityRuleKey[];
export const isQualityRule = (key: string): key is QualityRuleKey => Object.hasOwn(qualityRules, key);
export const qualityRuleOf = (key: QualityRuleKey): QualityRule => qualityRules[key];

/** How often each rule counts. */
export const weights: Record<string, number> = Object.fromEntries(
  qualityRuleKeys.map((key) => [key, qualityRuleOf(key).weight]),
);
