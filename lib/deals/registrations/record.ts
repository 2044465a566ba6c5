import type { RegistrationStatus } from "@/lib/deals/words";
import type { Involvement } from "./words";

/** A registration as its page shows it. */
export type RegistrationRecord = {
  id: string;
  number: number;
  status: RegistrationStatus;
  partner: string;
  submitter: string | null;
  dealId: string | null;
  customerName: string;
  domain: string | null;
  country: string | null;
  contactName: string | null;
  contactEmail: string | null;
  contactTitle: string | null;
  need: string | null;
  involvement: Involvement | null;
  expectedCloseOn: string | null;
  amountE4: bigint;
  currency: string | null;
  claimSince: string | null;
  dueAt: Date | null;
  reason: string | null;
  protectedUntil: string | null;
  lines: readonly {
    lineNo: number;
    productId: string | null;
    product: string | null;
    quantity: string;
    amountE4: bigint;
  }[];
  events: readonly {
    id: string;
    at: Date;
    kind: string;
    text: string | null;
    internal: boolean;
    changes: Record<string, [before: string | null, after: string | null]> | null;
    person: string | null;
  }[];
  extensions: readonly {
    id: string;
    until: string;
    reason: string;
    status: "requested" | "approved" | "rejected";
    answer: string | null;
  }[];
};
