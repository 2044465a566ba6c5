import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { book, lockLedger } from "@/db/incentives/ledger";
import { NotFound, Refused } from "@/lib/errors";
import { decimalOfMinor, minorOfText } from "@/lib/incentives/minor";
import { monthOf, nextMonth } from "@/lib/incentives/periods";
import { movementsOf } from "@/lib/incentives/states";
import { formatMinor } from "@/lib/incentives/words";
import { once } from "./once";

type Asked = { key: string; earningId: string; amount: string; why: string };
type Line = {
  id: string;
  partner_id: string;
  plan_id: string;
  source_key: string;
  deal_id: string | null;
  what: string;
  currency: string;
  event_on: string;
  total: string;
  so_far: string;
  rows: number;
  held: string;
  approved: string;
  today: string;
  open: string | null;
};
type Corrected = { partnerId: string; what: string; by: string };

/**
 * Corrects what a line came to by a new one that names it, by `amount` in its currency: more waits for approval, less is taken back as
 * any other. Closed months stay: it is booked into the first open one. Throws NotFound and Refused.
 */
export async function correctLine(tx: Tx, asked: Asked): Promise<{ replayed: boolean; audit: AuditEntry[] }> {
  const { earningId, amount, why } = asked;
  const done = await once<Corrected>(tx, { key: asked.key, action: "correct", body: [earningId, amount, why] }, () =>
    correct(tx, asked),
  );
  const audit: AuditEntry = {
    action: "earning.corrected",
    subject: { type: "earning", id: earningId, name: done.what },
    partnerId: done.partnerId,
    after: { by: done.by },
    reason: why,
  };
  return { replayed: done.replayed, audit: done.replayed ? [] : [audit] };
}

async function correct(tx: Tx, { earningId, amount, why }: Asked): Promise<Corrected> {
  await lockLedger(tx);
  const line = await readForCorrection(tx, earningId);
  const differenceMinor = amountOf(amount, line.currency);
  if (BigInt(line.total) + BigInt(line.so_far) + differenceMinor < 0n)
    throw new Refused("More cannot be taken back than the line came to", "amount");
  const firstOpen = line.open ? nextMonth(line.open) : "0001-01-01";
  const month = monthOf(line.event_on) < firstOpen ? firstOpen : monthOf(line.event_on);
  let total = BigInt(line.so_far);
  const rows = movementsOf(differenceMinor, { held: BigInt(line.held), approved: BigInt(line.approved) }).map(
    ({ booking, state, amountMinor }, i) => {
      total += amountMinor;
      const seq = line.rows + i + 1;
      const row = {
        ...{
          id: randomUUID(),
          seq,
          booking,
          status: state,
          effect_key: `correction:${line.id} ${seq}`,
          source_key: `correction:${line.id}`,
        },
        ...{
          amount_minor: amountMinor.toString(),
          total_minor: (BigInt(line.total) + total).toString(),
          exact: decimalOfMinor(amountMinor, line.currency),
        },
        ...{
          statement_month: month,
          hold_until: line.today,
          corrects_id: line.id,
          says: `Corrected: ${why}`,
          base_e4: "0",
          rate: null,
          lines: 0,
        },
        ...{
          from_e4: null,
          from_currency: null,
          fx_rate: null,
          approval_id: null,
          approved_at: null,
          approved_by_id: null,
          payout_id: null,
        },
      };
      return { row, size: amountMinor < 0n ? -amountMinor : amountMinor };
    },
  );
  const made = await book(
    tx,
    rows.map(({ row, size }) => ({
      booking: row.booking,
      partnerId: line.partner_id,
      currency: line.currency,
      amountMinor: size,
      effectKey: row.effect_key,
      earningId: row.id,
    })),
  );
  const written = rows.map(({ row }) => ({ ...row, transaction_id: made.get(row.effect_key) }));
  await tx.execute(sql`insert into earnings select (jsonb_populate_record(null::earnings, to_jsonb(e) || r || jsonb_build_object('created_at', now()))).*
    from earnings e, jsonb_array_elements(${JSON.stringify(written)}::text::jsonb) r where e.id = ${line.id}`);
  return { partnerId: line.partner_id, what: line.what, by: formatMinor(differenceMinor, line.currency) };
}

/** The line, what corrected it so far, and what of its deal is held and approved. */
async function readForCorrection(tx: Tx, earningId: string): Promise<Line> {
  const [line] = await tx.execute<Line>(sql`
    select e.id, e.partner_id, e.plan_id, e.source_key, e.deal_id, e.what, e.currency, e.event_on::text as event_on, e.amount_minor::text as total, program_day(now())::text as today,
      (select max(month)::text from closed_months) as open,
      (select coalesce(sum(c.amount_minor), 0)::text from earnings c where c.partner_id = e.partner_id and c.source_key = 'correction:' || e.id) as so_far,
      (select count(*)::int from earnings c where c.partner_id = e.partner_id and c.source_key = 'correction:' || e.id) as rows,
      coalesce(s.held, 0)::text as held, coalesce(s.approved, 0)::text as approved
    from earnings e cross join lateral (
      select sum(o.amount_minor) filter (where o.status = 'held') as held, sum(o.amount_minor) filter (where o.status = 'approved') as approved
      from earnings o where o.partner_id = e.partner_id and o.plan_id = e.plan_id and coalesce(o.deal_id::text, o.source_key) = coalesce(e.deal_id::text, e.source_key)) s
    where e.id = ${earningId}::uuid`);
  if (!line) throw new NotFound("This line");
  if (line.source_key.startsWith("correction:")) throw new Refused("Correct the line that this one corrects");
  return line;
}

function amountOf(text: string, currency: string): bigint {
  let minor: bigint;
  try {
    minor = minorOfText(text, currency);
  } catch (error) {
    throw new Refused((error as Error).message, "amount");
  }
  if (minor === 0n) throw new Refused("Say by how much", "amount");
  return minor;
}
