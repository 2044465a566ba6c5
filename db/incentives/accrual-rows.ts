import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Earned } from "@/lib/incentives/facts";
import { monthOf } from "@/lib/incentives/periods";
import { movementsOf, type Standing } from "@/lib/incentives/states";
import { decimalOfE4 } from "@/lib/money";
import { addDays } from "@/lib/period";
import { type Change, keyOf } from "./differences";
import type { Posting } from "./ledger";

/** What is held and approved of the same deal, or of the same source without one, under the same plan. */
export const originOf = ({ planId, partnerId, dealId, sourceKey }: Earned) =>
  `${planId} ${partnerId} ${dealId ?? sourceKey}`;

type Days = { today: string; firstOpen: string };

/**
 * The rows of a change. What is taken back comes off what waits to be paid, of the partner and then of records that were merged into it;
 * what was paid to any of them is owed by the partner.
 */
export function rowsOf(change: Change, standings: Map<string, Standing>, holdDays: number, days: Days) {
  const { source, kept, others, beforeMinor, differenceMinor } = change;
  const standingOf = (partnerId: string) =>
    standings.get(originOf({ ...source, partnerId })) ?? { held: 0n, approved: 0n };
  let rest = differenceMinor;
  const parts = others.flatMap((other) => {
    if (rest >= 0n) return [];
    const own = waitingOf(standingOf(source.partnerId));
    const most = least(waitingOf(standingOf(other.partner_id)), BigInt(other.total));
    const taken = least(-rest - own, most);
    if (taken <= 0n) return [];
    rest += taken;
    return [{ source: { ...source, partnerId: other.partner_id }, kept: other, differenceMinor: -taken }];
  });
  let total = beforeMinor;
  return [...parts, { source, kept, differenceMinor: rest }].flatMap((part) => {
    const rows = rowsOfPart(part, standingOf(part.source.partnerId), { holdDays, total, ...days });
    total += part.differenceMinor;
    return rows;
  });
}
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const waitingOf = ({ held, approved }: Standing) => (held > 0n ? held : 0n) + (approved > 0n ? approved : 0n);

type Part = Pick<Change, "source" | "kept" | "differenceMinor">;

function rowsOfPart(
  { source, kept, differenceMinor }: Part,
  standing: Standing,
  given: Days & { holdDays: number; total: bigint },
) {
  const month = monthOf(source.day) < given.firstOpen ? given.firstOpen : monthOf(source.day);
  let { total } = given;
  return movementsOf(differenceMinor, standing).map(({ booking, state, amountMinor }, i) => {
    const seq = (kept?.rows ?? 0) + i;
    const effectKey = `${keyOf(source)} ${seq}`;
    const id = randomUUID();
    if (state === "held") standing.held += amountMinor;
    if (state === "approved") standing.approved += amountMinor;
    total += amountMinor;
    const row = {
      ...rowOf(source),
      id,
      seq,
      effect_key: effectKey,
      booking,
      status: state,
      statement_month: month,
      amount_minor: amountMinor.toString(),
      total_minor: total.toString(),
      // What is taken back waits for nothing.
      hold_until: amountMinor > 0n ? addDays(source.day, given.holdDays) : source.day,
      corrects_id: kept?.last_id ?? null,
    };
    const { partnerId, currency } = source;
    const size = amountMinor < 0n ? -amountMinor : amountMinor;
    return { row, posting: { booking, partnerId, currency, amountMinor: size, effectKey, earningId: id } as Posting };
  });
}

const rowOf = (one: Earned) => ({
  partner_id: one.partnerId,
  plan_id: one.planId,
  source_key: one.sourceKey,
  deal_id: one.dealId,
  what: one.what,
  event_on: one.day,
  currency: one.currency,
  base_e4: one.baseE4.toString(),
  rate: one.rate,
  exact: exactText(one.amountE10),
  rounding: one.rounding,
  from_e4: one.from?.amountE4.toString() ?? null,
  from_currency: one.from?.currency ?? null,
  fx_rate: one.from?.rate ?? null,
  lines: one.lines,
  says: one.says,
});

/** What a row is written with; the rest is the database's. */
export const columns = sql`id, partner_id, plan_id, source_key, seq, effect_key, booking, status, deal_id, what, event_on, statement_month, amount_minor, total_minor,
  currency, base_e4, rate, exact, rounding, from_e4, from_currency, fx_rate, lines, says, hold_until, corrects_id, transaction_id`;

/** Ten-thousand-millionths as a decimal text. */
function exactText(amountE10: bigint): string {
  const sign = amountE10 < 0n ? "-" : "";
  const size = amountE10 < 0n ? -amountE10 : amountE10;
  return `${sign}${decimalOfE4(size / 1_000_000n)}${(size % 1_000_000n).toString().padStart(6, "0")}`.replace(
    /\.?0+$/,
    "",
  );
}
