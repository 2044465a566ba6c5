import { formatDay, formatE4, formatMoney, formatMonth } from "@/lib/format";
import { claimNumber } from "@/lib/funds/words";
import { decimalOfMinor, type Rounding, roundings } from "./minor";
import { type Booking, bookings, type EarningState, earningStates } from "./states";

/** Minor units as money: `EUR 1,234.50`, `JPY 120`. */
export const formatMinor = (amountMinor: bigint, currency: string) =>
  formatMoney(decimalOfMinor(amountMinor, currency), currency, "cents");

/** The month of a statement: `Mar 2026`. */
export const monthName = (month: string) => formatMonth(month.slice(0, 7));

type Line = {
  id: string;
  eventOn: string;
  what: string;
  plan: string;
  says: string;
  dealId: string | null;
  booking: string;
  status: EarningState;
  rate: string | null;
  exact: string;
  rounding: string;
  fromE4: bigint | null;
  fromCurrency: string | null;
  fxRate: string | null;
  amountMinor: bigint;
  totalMinor: bigint;
  currency: string;
  holdUntil: string;
  seq: number;
};

/** A line of a statement as people read it, the same for staff and partner. */
export function lineView(line: Line) {
  const state = earningStates[line.status];
  const { amountMinor, currency } = line;
  const converted =
    line.fxRate && line.fromE4 !== null && line.fromCurrency
      ? ` ${formatE4(line.fromE4, line.fromCurrency)} at ${line.fxRate}, the rate of ${formatDay(line.eventOn)}.`
      : "";
  const exactly = `Exactly ${currency} ${line.exact}, rounded ${roundings[line.rounding as Rounding]}.`;
  const whole =
    line.seq > 0 ? ` With what was booked before, it comes to ${formatMinor(line.totalMinor, currency)}.` : "";
  return {
    id: line.id,
    on: formatDay(line.eventOn),
    what: line.what,
    plan: line.plan,
    says: amountMinor < 0n ? `${bookings[line.booking as Booking]?.says ?? "Taken back"}: ${line.says}` : line.says,
    how: `${exactly}${converted}${whole}`,
    amount: formatMinor(amountMinor, currency),
    state: state.label,
    tone: state.tone,
    stateSays: line.status === "held" ? `Held until ${formatDay(line.holdUntil)}. ${state.says}` : state.says,
    href: line.dealId ? `/deals/${line.dealId}` : null,
    open: `/incentives/lines/${line.id}` as string | null,
  };
}
export type LineView = ReturnType<typeof lineView>;

type Claim = {
  id: string;
  number: number;
  title: string;
  currency: string;
  amountMinor: bigint;
  approvedMinor: bigint | null;
  on: string;
  paid: boolean;
};

/** A claim of funds as a line of a statement. */
export function claimView({ id, number, title, currency, amountMinor, approvedMinor, on, paid }: Claim): LineView {
  const approved = approvedMinor ?? 0n;
  const { label, tone, says } = earningStates[paid ? "paid" : "approved"];
  const part = approved === amountMinor ? "All" : formatMinor(approved, currency);
  return {
    ...{ id, on: formatDay(on), what: `${claimNumber(number)} ${title}`, plan: "Funds for marketing" },
    says: `${part} of the ${formatMinor(amountMinor, currency)} claimed was approved`,
    how: "It is paid with what was earned.",
    amount: formatMinor(approved, currency),
    ...{ state: label, tone, stateSays: says, href: `/funds/claims/${id}`, open: null },
  };
}

/** The tabs of staff's pages of incentives. */
export const incentiveTabs = (current: "earnings" | "plans" | "approvals" | "payouts" | "missing") =>
  (
    [
      ["earnings", "/incentives", "Earnings"],
      ["plans", "/incentives/plans", "Plans"],
      ["approvals", "/incentives/approvals", "Approvals"],
      ["payouts", "/incentives/payouts", "Payouts"],
      ["missing", "/incentives/missing", "Missing money"],
    ] as const
  ).map(([key, href, label]) => ({ href, label, current: key === current }));

/** The currency that most lines of a partner's statements are in; of equals the first by its code. */
export function mainCurrency(months: readonly { currency: string; lines: number }[]): string | undefined {
  const lines = new Map<string, number>();
  for (const month of months) lines.set(month.currency, (lines.get(month.currency) ?? 0) + month.lines);
  return [...lines].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
