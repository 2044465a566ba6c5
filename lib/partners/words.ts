/** The words of the trade for a partner's fields, in the order a reader expects them. */
export const partnerTypes = {
  reseller: "Reseller",
  distributor: "Distributor",
  referral: "Referral",
  agency: "Agency",
  msp: "MSP",
  isv: "ISV",
  marketplace: "Marketplace app",
} as const;

export const partnerStatuses = {
  onboarding: "Onboarding",
  active: "Active",
  dormant: "Dormant",
  suspended: "Suspended",
} as const;

export const importances = { strategic: "Strategic", high: "High", medium: "Medium", low: "Low" } as const;

export const contractStatuses = {
  none: "No contract",
  proposal: "Proposal",
  active: "Active",
  expiring: "Expiring",
  expired: "Expired",
} as const;

export type PartnerType = keyof typeof partnerTypes;
export type PartnerStatus = keyof typeof partnerStatuses;
export type Importance = keyof typeof importances;
export type ContractStatus = keyof typeof contractStatuses;

/** Colour only repeats what the word says. */
export const statusTones = { onboarding: "info", active: "good", dormant: "warn", suspended: "bad" } as const;
export const contractTones = {
  none: "neutral",
  proposal: "info",
  active: "good",
  expiring: "warn",
  expired: "bad",
} as const;

/** The keys of a vocabulary, typed. */
export const keysOf = <Words extends Record<string, string>>(words: Words) =>
  Object.keys(words) as (keyof Words & string)[];

/** A vocabulary as the options of a choice. */
export const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
