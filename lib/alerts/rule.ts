import type { Permission } from "@/lib/access/permissions";
import type { StaffRole } from "@/lib/access/roles";

export const severities = {
  1: { label: "Urgent", tone: "bad" },
  2: { label: "Soon", tone: "warn" },
  3: { label: "To know", tone: "info" },
} as const;
export type Severity = keyof typeof severities;

export const subjectTypes = ["partner", "registration", "certification", "target", "import"] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** A number that a program may choose within limits. */
export type Threshold = { label: string; unit: string; default: number; least: number; most: number };
export type Chosen = Record<string, number>;

/** A row that an alert is about, as it was found. */
export type FoundRow = {
  kind: "deal" | "registration" | "partner" | "metric" | "import" | "quality" | "contacts";
  id: string;
  name: string;
  says: string;
};
/** What the evaluation found out, as data: a rule's sentence is made of it. Amounts are whole units of the currency. */
export type Figures = { rows?: FoundRow[]; currency?: string } & Record<string, unknown>;

/** Whoever an alert goes to: the partner's channel manager, or when it has none and for the rest the people of these roles. */
export type AlertRule = {
  label: string;
  /** What it watches and when it fires, for people who tune it; with the method where there is one. */
  watches: string;
  subject: SubjectType;
  every: "hour" | "day";
  severity: Severity;
  toManager: boolean;
  roles: readonly StaffRole[];
  /** What a person must be allowed to see for an alert of it. */
  permission: Permission;
  /** The partner's own people read it, too. */
  forPartner: boolean;
  /** Told at once as well, not only in the digest. */
  immediate?: true;
  thresholds: Record<string, Threshold>;
  /** Why it fired, with the figures. */
  says: (figures: Figures) => string;
};

export const defineRule = <const Rule extends AlertRule>(rule: Rule): Rule & AlertRule => rule;

/** A rule's numbers: what the program chose where that is within the limits, else the default. */
export function chosenOf({ thresholds }: Pick<AlertRule, "thresholds">, chosen: Chosen = {}): Chosen {
  return Object.fromEntries(
    Object.entries(thresholds).map(([key, { default: usual, least, most }]) => {
      const value = chosen[key];
      return [key, Number.isInteger(value) && value !== undefined && value >= least && value <= most ? value : usual];
    }),
  );
}

const pages = {
  deal: (id: string) => `/deals/${id}`,
  registration: (id: string) => `/registrations/${id}`,
  partner: (id: string) => `/partners/${id}`,
  metric: (address: string) => `/metrics/${address}`,
  import: (id: string) => `/imports/${id}`,
  quality: (id: string) => `/quality/findings?partner=${id}`,
  contacts: (id: string) => `/partners/${id}/record?show=contacts`,
} as const satisfies Record<FoundRow["kind"], (id: string) => string>;

export const hrefOfRow = ({ kind, id }: Pick<FoundRow, "kind" | "id">): string => pages[kind](id);
