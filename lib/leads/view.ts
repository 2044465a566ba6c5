import { formatInstant } from "@/lib/format";
import { decimalOfE4 } from "@/lib/money";
import type { Offer } from "./history";
import type { LeadStatus } from "./words";

type Page = {
  lead: {
    stored: LeadStatus;
    status: LeadStatus;
    partner: string | null;
    country: string | null;
    amountE4: bigint | null;
    currency: string | null;
  };
  program: { timeZone: string; reportingCurrency: string };
  offers: readonly Pick<Offer, "status" | "answerBy">[];
};

/** What a lead's page says and offers to a reader at the moment `now`. */
export function leadView({ lead, program, offers }: Page, { staff, now }: { staff: boolean; now: Date }) {
  const open = offers.find(({ status }) => status === "offered");
  const until = open ? `${formatInstant(open.answerBy, program.timeZone)}, ${timeLeft(open.answerBy, now)}` : "";
  const where = lead.country ? `${lead.country}. ` : "";
  const states: Record<LeadStatus, string> = {
    new: "Choose the partner that it goes to.",
    offered: staff ? `${lead.partner ?? "A partner"} answers by ${until}.` : `Answer by ${until}.`,
    accepted: staff ? `${lead.partner ?? "A partner"} works on it.` : "You accepted it.",
    converted: "A deal came of it.",
    won: "Its deal is won.",
    lost: "Nothing came of it.",
    unplaced: "No partner near the customer is left: choose one by hand.",
  };
  return {
    state: `${where}${states[lead.status]}`,
    holds: lead.stored === "offered" || lead.stored === "accepted",
    says: open ? "was offered it." : "accepted it.",
    due: open ? { due: until, late: open.answerBy <= now } : null,
    /** A partner has accepted it: it writes, and reads what staff share. */
    writes: ["accepted", "converted", "won", "lost"].includes(lead.stored) && lead.partner !== null,
    noContact: staff || lead.stored !== "offered" ? null : "Shown once you accept",
    money: {
      amount: lead.amountE4 === null ? "" : decimalOfE4(lead.amountE4).replace(/\.?0+$/, ""),
      currency: lead.currency ?? program.reportingCurrency,
    },
  };
}

/** How long there is to answer: hours count, so they are said up to three days. */
export function timeLeft(answerBy: Date, now: Date): string {
  const minutes = Math.floor((answerBy.getTime() - now.getTime()) / 60_000);
  if (minutes < 0) return "time is over";
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 72 * 60
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} left`;
}
