/** The ways in which data can be wrong; every rule is of one. */
export const kinds = {
  required: { label: "Required", says: "What must be known is known" },
  valid: { label: "Valid", says: "What is written can be what it stands for" },
  consistent: { label: "Consistent", says: "What is said twice agrees" },
  unique: { label: "Unique", says: "A company, customer or person stands here once" },
  fresh: { label: "Fresh", says: "What is said still holds" },
} as const;
export type Kind = keyof typeof kinds;

export const subjects = {
  partner: "Partners",
  person: "Contacts",
  account: "Customers",
  deal: "Deals",
  source: "Sources",
} as const;
export type Subject = keyof typeof subjects;

/** A rule that each row of its kind passes or fails. What it asks of which rows is said here in words, in SQL in `db/quality/find.ts`. */
export type QualityRule = {
  label: string;
  kind: Kind;
  subject: Subject;
  /** What passes, and which rows are asked. */
  asks: string;
  /** What is wrong with a row that fails; `wrong` is what was found there. */
  says: (wrong: string) => string;
  /** What a person does about it. */
  mend: string;
  /** How often its share counts in a score. */
  weight: 1 | 2 | 3;
};

export const defineRule = <const Rule extends QualityRule>(rule: Rule): Rule & QualityRule => rule;

type Found = { subjectType: string; subjectId: string; partnerId: string | null };

/** The page on which a row is mended; of a customer the list of its deals, since it has no page of its own. */
export function mendHref(rule: string, { subjectType, subjectId, partnerId }: Found): string {
  if (rule.endsWith("_unique")) return `/quality/duplicates?kind=${subjectType}`;
  if (subjectType === "partner")
    return rule === "partner_contact" ? contacts(subjectId) : `/partners/${subjectId}/edit`;
  if (subjectType === "person" && partnerId) return contacts(partnerId);
  if (subjectType === "deal") return `/deals/${subjectId}`;
  if (subjectType === "source") return `/imports/${subjectId}`;
  return `/deals?account=${subjectId}`;
}

const contacts = (partnerId: string) => `/partners/${partnerId}/record?show=contacts`;
