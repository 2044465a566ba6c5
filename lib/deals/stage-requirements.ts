/** What a deal brings when it enters a stage: as it stands, with what the move changes. */
export type Brought = {
  amountE4: bigint;
  expectedCloseOn: string | null;
  nextStep: string | null;
  reason: string;
  hasLines: boolean;
  hasAccount: boolean;
  hasContact: boolean;
};

type StageRequirement = {
  label: string;
  met: (brought: Brought) => boolean;
  /** The field of the move's form that misses it. */
  field: "stage" | "amountE4" | "expectedCloseOn" | "reason";
  says: (stage: string) => string;
};

/** What a stage may ask of a deal before it enters; stages name these by key. */
export const stageRequirements = {
  amount: {
    label: "An amount above 0",
    met: ({ amountE4 }) => amountE4 > 0n,
    field: "amountE4",
    says: (stage) => `${stage} needs an amount above 0`,
  },
  expected_close: {
    label: "The day it is expected to close",
    met: ({ expectedCloseOn }) => expectedCloseOn !== null,
    field: "expectedCloseOn",
    says: (stage) => `${stage} needs the day on which the deal is expected to close`,
  },
  reason: {
    label: "A reason",
    met: ({ reason }) => reason !== "",
    field: "reason",
    says: (stage) => `${stage} needs a reason`,
  },
  next_step: {
    label: "A next step",
    met: ({ nextStep }) => Boolean(nextStep),
    field: "stage",
    says: (stage) => `${stage} needs a next step: save what is to be done next, then move the deal`,
  },
  products: {
    label: "At least one product",
    met: ({ hasLines }) => hasLines,
    field: "stage",
    says: (stage) => `${stage} needs at least one product on the deal: add it, then move the deal`,
  },
  customer: {
    label: "A customer",
    met: ({ hasAccount }) => hasAccount,
    field: "stage",
    says: (stage) => `${stage} needs a deal whose customer is named`,
  },
  contact: {
    label: "A person of a partner",
    met: ({ hasContact }) => hasContact,
    field: "stage",
    says: (stage) => `${stage} needs a person of a partner who works on the deal: add one, then move the deal`,
  },
} as const satisfies Record<string, StageRequirement>;

export type RequirementKey = keyof typeof stageRequirements;
export const requirementKeys = Object.keys(stageRequirements) as RequirementKey[];

/** Whether a stage may ask for this. */
export const isRequirement = (key: string): key is RequirementKey => Object.hasOwn(stageRequirements, key);
