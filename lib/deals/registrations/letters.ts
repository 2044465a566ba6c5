import { formatDay } from "@/lib/format";
import { registrationNumber } from "./words";

/** What happened to a registration, with what its letter says. */
export type Heard = {
  kind: string;
  text: string | null;
  number: number;
  customer: string;
  partner: string;
  since: string | null;
  due: Date | string | null;
  until: string | null;
  submitter: string | null;
};

type Said = { to: "partner" | "manager" | "owners"; subject: string; paragraphs: string[] };

const reason = ({ text }: Heard) => (text ? [`The reason given: ${text}`] : []);

/** The letters by what happened; what is not listed is told to nobody. Partners never read of another's name. */
const letters: Record<string, (heard: Heard) => Omit<Said, "subject"> & { subject: string }> = {
  submitted: ({ partner, customer }) => ({
    to: "manager",
    subject: `${partner} registered ${customer}`,
    paragraphs: [`${partner} registered a deal with ${customer}. It waits for a decision.`],
  }),
  resubmitted: ({ partner, customer }) => ({
    to: "manager",
    subject: `${partner} answered about ${customer}`,
    paragraphs: [`${partner} completed the registration of ${customer} and submitted it again.`],
  }),
  waiting: ({ customer, since }) => ({
    to: "partner",
    subject: `${customer}: in line behind an earlier claim`,
    paragraphs: [
      `Your registration of ${customer} is under review. There is a claim on this customer since ${formatDay(since)}, so yours stands in line.`,
      "When that claim ends, yours takes its place by itself, and we tell you.",
    ],
  }),
  promoted: ({ customer }) => ({
    to: "partner",
    subject: `${customer}: yours is first in line now`,
    paragraphs: [`The earlier claim on ${customer} has ended. Your registration is under review now.`],
  }),
  returned: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: we have a question`,
    paragraphs: [
      `Your registration of ${heard.customer} needs something more before we can decide. It keeps its place while you answer.`,
      ...reason(heard),
    ],
  }),
  approved: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: approved`,
    paragraphs: [
      `Your registration of ${heard.customer} is approved and protected until ${formatDay(heard.until)}.`,
      ...reason(heard),
    ],
  }),
  rejected: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: not approved`,
    paragraphs: [`Your registration of ${heard.customer} was not approved.`, ...reason(heard)],
  }),
  duplicate: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: a duplicate`,
    paragraphs: [`Your registration of ${heard.customer} was marked as a duplicate.`, ...reason(heard)],
  }),
  withdrawn: ({ partner, customer }) => ({
    to: "manager",
    subject: `${partner} withdrew ${customer}`,
    paragraphs: [`${partner} withdrew the registration of ${customer}.`],
  }),
  lapsed: ({ customer }) => ({
    to: "partner",
    subject: `${customer}: withdrawn, as no answer came`,
    paragraphs: [`Our question about ${customer} was not answered in time, so the registration is withdrawn.`],
  }),
  reminded: ({ customer, until }) => ({
    to: "partner",
    subject: `${customer}: protected until ${formatDay(until)}`,
    paragraphs: [
      `The protection of your registration of ${customer} ends after ${formatDay(until)}.`,
      "If you need more time, ask for it on the registration's page.",
    ],
  }),
  expired: ({ customer, until }) => ({
    to: "partner",
    subject: `${customer}: protection has ended`,
    paragraphs: [`The protection of your registration of ${customer} ended after ${formatDay(until)}.`],
  }),
  escalated: ({ partner, customer }) => ({
    to: "owners",
    subject: `Decision due soon: ${customer}`,
    paragraphs: [`The registration of ${customer} by ${partner} is still undecided, and its decision is due soon.`],
  }),
  overdue: ({ partner, customer }) => ({
    to: "owners",
    subject: `Decision overdue: ${customer}`,
    paragraphs: [`The registration of ${customer} by ${partner} should have been decided by now.`],
  }),
  extension_requested: (heard) => ({
    to: "manager",
    subject: `${heard.partner} asks for more time: ${heard.customer}`,
    paragraphs: [`${heard.partner} asks for longer protection of ${heard.customer}.`, ...reason(heard)],
  }),
  extension_approved: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: protected until ${formatDay(heard.until)}`,
    paragraphs: [
      `Your registration of ${heard.customer} is protected until ${formatDay(heard.until)} now.`,
      ...reason(heard),
    ],
  }),
  extension_rejected: (heard) => ({
    to: "partner",
    subject: `${heard.customer}: protection not extended`,
    paragraphs: [
      `The protection of ${heard.customer} was not extended; it ends after ${formatDay(heard.until)}.`,
      ...reason(heard),
    ],
  }),
};

/** The letter about what happened, null when nobody is told. */
export function letterOf(heard: Heard): Said | null {
  const said = letters[heard.kind]?.(heard);
  return said ? { ...said, subject: `${registrationNumber(heard.number)} ${said.subject}` } : null;
}
