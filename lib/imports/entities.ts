/** What a mapping can feed: each entity's fields, what they hold, and which are needed. The order is the order of publication. */
export type FieldKind =
  | {
      kind:
        | "text"
        | "key"
        | "amount"
        | "decimal"
        | "integer"
        | "day"
        | "moment"
        | "currency"
        | "email"
        | "list"
        | "profile";
    }
  | { kind: "one_of"; values: readonly string[] }
  | { kind: "ref"; to: ReferredEntity };

export type ReferredEntity =
  | "tier"
  | "partner"
  | "person"
  | "account"
  | "product"
  | "deal"
  | "stage"
  | "grant"
  | "integration";
export type Field = FieldKind & { needed?: true };

const text = { kind: "text" } as const;
const day = { kind: "day" } as const;
const amount = { kind: "amount" } as const;
const currency = { kind: "currency" } as const;
const decimal = { kind: "decimal" } as const;
const integer = { kind: "integer" } as const;
const needed = { needed: true } as const;
const id = { kind: "key", ...needed } as const;
const name = { ...text, ...needed };
const to = (entity: ReferredEntity) => ({ kind: "ref", to: entity }) as const;
const oneOf = (...values: string[]) => ({ kind: "one_of", values }) as const;

export const entities = {
  tier: { id, name, rank: { ...integer, ...needed } },
  rate: { id, currency: { ...currency, ...needed }, on: { ...day, ...needed }, rate: { ...decimal, ...needed } },
  partner: {
    id,
    name,
    type: { ...oneOf("reseller", "distributor", "referral", "agency", "msp", "isv", "marketplace"), ...needed },
    tier: to("tier"),
    tierSince: day,
    status: oneOf("onboarding", "active", "dormant", "suspended"),
    domain: text,
    website: text,
    description: text,
    phone: text,
    address: text,
    city: text,
    country: text,
    region: text,
    territory: text,
    segment: text,
    specializations: { kind: "list" },
    importance: oneOf("low", "medium", "high", "strategic"),
    contractStatus: oneOf("none", "proposal", "active", "expiring", "expired"),
    contractEndsOn: day,
    contractSignedOn: day,
    yearlyCost: amount,
    manager: to("person"),
    joinedOn: day,
    employees: integer,
    profile: { kind: "profile" },
  },
  person: {
    id,
    kind: { ...oneOf("staff", "partner"), ...needed },
    partner: to("partner"),
    name,
    email: { kind: "email" },
    title: text,
    phone: text,
    manager: to("person"),
  },
  account: {
    id,
    name,
    domain: text,
    industry: text,
    country: text,
    region: text,
    city: text,
    parent: to("account"),
    employees: integer,
    annualRevenue: decimal,
  },
  product: { id, name, sku: text, family: text, line: text, listPrice: amount, currency },
  deal: {
    id,
    name,
    currency: { ...currency, ...needed },
    account: to("account"),
    partner: to("partner"),
    influencer: to("partner"),
    owner: to("person"),
    partnerPerson: to("person"),
    registeredOn: day,
    expectedCloseOn: day,
    closeReason: text,
    nextStep: text,
  },
  history: {
    id,
    deal: { ...to("deal"), ...needed },
    stage: { ...to("stage"), ...needed },
    on: { kind: "moment" },
    amount: { ...amount, ...needed },
  },
  line: {
    id,
    deal: { ...to("deal"), ...needed },
    lineNo: { ...integer, ...needed },
    product: to("product"),
    quantity: decimal,
    unitPrice: amount,
    discount: amount,
    amount: { ...amount, ...needed },
    sourceCurrency: currency,
  },
  revenue: {
    id,
    partner: { ...to("partner"), ...needed },
    account: to("account"),
    deal: to("deal"),
    product: to("product"),
    kind: { ...oneOf("new", "renewal", "upsell", "cross_sell", "refund"), ...needed },
    amount: { ...amount, ...needed },
    currency: { ...currency, ...needed },
    invoicedOn: { ...day, ...needed },
    reference: text,
  },
  target: {
    id,
    kind: oneOf("target", "baseline"),
    metric: { ...text, ...needed },
    fromOn: { ...day, ...needed },
    lastOn: { ...day, ...needed },
    value: { ...decimal, ...needed },
    currency,
    partner: to("partner"),
    owner: to("person"),
  },
  certification: {
    id,
    partner: { ...to("partner"), ...needed },
    person: to("person"),
    name,
    subject: text,
    description: text,
    issuedOn: day,
    expiresOn: day,
  },
  training: {
    id,
    partner: { ...to("partner"), ...needed },
    person: to("person"),
    course: name,
    assignedOn: { ...day, ...needed },
    dueOn: { ...day, ...needed },
    completedOn: day,
  },
  family: { id, partner: { ...to("partner"), ...needed }, family: name, fromOn: day, untilOn: day },
  subscription: {
    id,
    partner: { ...to("partner"), ...needed },
    account: { ...to("account"), ...needed },
    product: to("product"),
    startedOn: { ...day, ...needed },
    endedOn: day,
  },
  cost: {
    id,
    kind: { ...oneOf("incentives", "mdf", "enablement", "support", "operations"), ...needed },
    amount: { ...amount, ...needed },
    currency: { ...currency, ...needed },
    spentOn: { ...day, ...needed },
    partner: to("partner"),
    note: text,
  },
  grant: {
    id,
    partner: { ...to("partner"), ...needed },
    kind: { ...oneOf("mdf", "rebate", "reward"), ...needed },
    amount: { ...amount, ...needed },
    currency: { ...currency, ...needed },
    grantedOn: { ...day, ...needed },
    name: text,
  },
  use: {
    id,
    grant: { ...to("grant"), ...needed },
    partner: { ...to("partner"), ...needed },
    amount: { ...amount, ...needed },
    currency: { ...currency, ...needed },
    usedOn: { ...day, ...needed },
    reference: text,
  },
  touch: {
    id,
    grant: { ...to("grant"), ...needed },
    deal: { ...to("deal"), ...needed },
    partner: { ...to("partner"), ...needed },
    touchedOn: { ...day, ...needed },
  },
  answer: {
    id,
    kind: { ...oneOf("pulse", "csat"), ...needed },
    score: { ...integer, ...needed },
    answeredOn: { ...day, ...needed },
    partner: to("partner"),
    account: to("account"),
    person: to("person"),
    comment: text,
  },
  ticket: {
    id,
    subject: name,
    openedAt: { kind: "moment", ...needed },
    resolvedAt: { kind: "moment" },
    severity: oneOf("low", "normal", "high", "critical"),
    partner: to("partner"),
    account: to("account"),
  },
  integration: { id, partner: { ...to("partner"), ...needed }, name, liveOn: day },
  install: {
    id,
    integration: { ...to("integration"), ...needed },
    partner: { ...to("partner"), ...needed },
    account: to("account"),
    installedOn: { ...day, ...needed },
    configuredOn: day,
    syncedOn: day,
    uninstalledOn: day,
  },
  uptime: {
    id,
    integration: { ...to("integration"), ...needed },
    partner: { ...to("partner"), ...needed },
    on: { ...day, ...needed },
    minutesUp: { ...integer, ...needed },
    minutesObserved: { ...integer, ...needed },
  },
  engagement: {
    id,
    partner: { ...to("partner"), ...needed },
    kind: { ...oneOf("content", "co_marketing"), ...needed },
    title: name,
    on: { ...day, ...needed },
    person: to("person"),
  },
} as const satisfies Record<string, Record<string, Field>>;

export type Entity = keyof typeof entities;
export const entityNames = Object.keys(entities) as [Entity, ...Entity[]];

/** What people call the records of an entity. */
export const entityLabels: Record<Entity | "stage", [one: string, many: string]> = {
  tier: ["tier", "Tiers"],
  rate: ["rate", "Exchange rates"],
  partner: ["partner", "Partners"],
  person: ["person", "People"],
  account: ["account", "Accounts"],
  product: ["product", "Products"],
  deal: ["deal", "Deals"],
  history: ["stage", "Stage history"],
  line: ["line", "Deal lines"],
  revenue: ["revenue line", "Revenue"],
  target: ["target", "Targets"],
  certification: ["certification", "Certifications"],
  training: ["assignment", "Training"],
  family: ["product family", "Product families"],
  subscription: ["subscription", "Subscriptions"],
  cost: ["cost", "Channel costs"],
  grant: ["grant", "Incentive grants"],
  use: ["use of a grant", "Incentive uses"],
  touch: ["funded deal", "Funded deals"],
  answer: ["answer", "Satisfaction answers"],
  ticket: ["ticket", "Support tickets"],
  integration: ["integration", "Integrations"],
  install: ["install", "Installs"],
  uptime: ["day of uptime", "Uptime"],
  engagement: ["engagement", "Content and co-marketing"],
  stage: ["stage", "Stages"],
};

/** The fields of an entity, by name. */
export const fieldsOf = (entity: Entity) => entities[entity] as Record<string, Field>;
