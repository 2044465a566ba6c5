import "server-only";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { earnings, incentivePlans, ledgerAccounts, statements } from "@/db/ledger/schema";
import { partners } from "@/db/partners/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { EarningsFilter } from "@/lib/incentives/address";
import type { AccountKind } from "@/lib/incentives/states";
import { isId } from "@/lib/lists/parameters";
import { sumOpenClaims } from "./stated-claims";

const partnersPerPage = 50;

/** The partner whose money is asked for: a partner's own, whatever was asked. Throws NotFound. */
export function whose(partnerId: string, viewer: Viewer): string {
  if (viewer.kind === "partner") return viewer.partnerId;
  if (!isId(partnerId)) throw new NotFound("This partner");
  return partnerId;
}

export type Balances = { currency: string } & Record<Exclude<AccountKind, "expense">, bigint>;

/** What a partner's accounts hold in each currency, read from them alone: it does not grow with what was booked. */
export async function readBalances(viewer: Viewer, partnerId: string): Promise<Balances[]> {
  const own = and(eq(ledgerAccounts.partnerId, whose(partnerId, viewer)), scope(viewer, ledgerAccounts));
  const { kind, currency, balanceMinor } = ledgerAccounts;
  const rows = await withViewer(viewer, (tx) =>
    tx.select({ kind, currency, balanceMinor }).from(ledgerAccounts).where(own).orderBy(asc(currency)).limit(200),
  );
  return [...new Set(rows.map((row) => row.currency))].map((code) => {
    const of = (wanted: AccountKind) =>
      rows.find((row) => row.currency === code && row.kind === wanted)?.balanceMinor ?? 0n;
    return {
      currency: code,
      earned: -of("earned"),
      payable: -of("payable"),
      paying: -of("paying"),
      paid: -of("paid"),
      clawback: of("clawback"),
    };
  });
}

/** A partner's months with what they brought by currency, newest first: final ones as they were closed, open ones as they stand. */
export async function listMonths(viewer: Viewer, partnerId: string) {
  const id = whose(partnerId, viewer);
  return withViewer(viewer, async (tx) => {
    const { month, currency, lines, earnedMinor, clawedBackMinor, sha256 } = statements;
    const claims = sql<number>`coalesce(${statements.claims}, 0)`;
    const claimedMinor = sql<bigint>`coalesce(${statements.claimedMinor}, 0)::bigint`.mapWith(BigInt);
    const [closed, open, claimed] = await Promise.all([
      tx
        .select({ month, currency, lines, earnedMinor, clawedBackMinor, claims, claimedMinor, sha256 })
        .from(statements)
        .where(and(eq(statements.partnerId, id), scope(viewer, statements)))
        .orderBy(desc(month), asc(currency))
        .limit(60),
      tx
        .select({
          month: earnings.statementMonth,
          currency: earnings.currency,
          lines: sql<number>`count(*)::int`,
          earnedMinor: sumOf(sql`${earnings.amountMinor} > 0`),
          clawedBackMinor: sumOf(sql`${earnings.amountMinor} < 0`),
          sha256: sql<string | null>`null`,
        })
        .from(earnings)
        .where(
          and(
            eq(earnings.partnerId, id),
            scope(viewer, earnings),
            sql`${earnings.statementMonth} > coalesce((select max(month) from closed_months_seen()), '-infinity'::date)`,
          ),
        )
        .groupBy(earnings.statementMonth, earnings.currency)
        .orderBy(desc(earnings.statementMonth), asc(earnings.currency))
        .limit(60),
      sumOpenClaims(tx, viewer, id),
    ]);
    return [...withClaims(open, claimed), ...closed];
  });
}

type Claimed = Awaited<ReturnType<typeof sumOpenClaims>>[number];
type Open = Omit<Claimed, "claims" | "claimedMinor"> & {
  lines: number;
  earnedMinor: bigint;
  clawedBackMinor: bigint;
  sha256: string | null;
};

/** Months of lines with what was claimed in them, and those of claims alone. */
function withClaims(open: readonly Open[], claimed: readonly Claimed[]) {
  const none = { lines: 0, earnedMinor: 0n, clawedBackMinor: 0n, sha256: null };
  const same = (one: Open) => claimed.find(({ month, currency }) => month === one.month && currency === one.currency);
  const alone = claimed.filter((one) => !open.some((row) => same(row) === one));
  const rows = [
    ...open.map((one) => ({ claims: 0, claimedMinor: 0n, ...same(one), ...one })),
    ...alone.map((one) => ({ ...none, ...one })),
  ];
  return rows.sort((a, b) => (a.month === b.month ? (a.currency < b.currency ? -1 : 1) : a.month < b.month ? 1 : -1));
}
export type MonthRow = Awaited<ReturnType<typeof listMonths>>[number];

/** The sum of the amounts that fit. */
export const sumOf = (which: SQL) =>
  sql<bigint>`coalesce(sum(${earnings.amountMinor}) filter (where ${which}), 0)::bigint`.mapWith(BigInt);

/** Everything on a partner's page of incentives. Throws NotFound. */
export async function readPartnerIncentives(viewer: Viewer, partnerId: string) {
  const id = whose(partnerId, viewer);
  return withViewer(viewer, async (tx) => {
    const [program, balances, months, plans, [partner], held] = await Promise.all([
      getProgram(viewer),
      readBalances(viewer, id),
      listMonths(viewer, id),
      tx
        .select({
          id: incentivePlans.id,
          name: incentivePlans.name,
          says: incentivePlans.says,
          validFrom: incentivePlans.validFrom,
          validTo: incentivePlans.validTo,
        })
        .from(incentivePlans)
        .where(
          and(
            scope(viewer, incentivePlans),
            sql`exists (select 1 from earnings e where e.plan_id = ${incentivePlans.id} and e.partner_id = ${id})`,
          ),
        )
        .orderBy(asc(incentivePlans.name), asc(incentivePlans.version))
        .limit(50),
      tx
        .select({ name: partners.name })
        .from(partners)
        .where(and(eq(partners.id, id), scope(viewer, partners)))
        .limit(1),
      readHeld(viewer, id),
    ]);
    if (!partner) throw new NotFound("This partner");
    return {
      program,
      partner: { id, name: partner.name },
      balances,
      months,
      plans,
      held,
    };
  });
}

/** How many of a partner's earnings are held, and from when the first can be approved. */
export async function readHeld(viewer: Viewer, partnerId: string): Promise<{ count: number; next: string | null }> {
  const own = and(
    eq(earnings.partnerId, whose(partnerId, viewer)),
    eq(earnings.status, "held"),
    scope(viewer, earnings),
  );
  const [held] = await withViewer(viewer, (tx) =>
    tx
      .select({ count: sql<number>`count(*)::int`, next: sql<string | null>`min(${earnings.holdUntil})::text` })
      .from(earnings)
      .where(own),
  );
  return held ?? { count: 0, next: null };
}

/** What partners hold, most first, 50 a page after the given edge. For staff. */
export async function listPartnerBalances(viewer: Viewer, filter: EarningsFilter) {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  const [sum, id] = filter.after.split("_");
  const beyond =
    id && isId(id) && /^-?\d{1,18}$/.test(sum ?? "")
      ? sql`where (b.total, b.partner_id) < (${sum}::bigint, ${id}::uuid)`
      : sql``;
  const rows = await withViewer(viewer, (tx) =>
    tx.execute<{
      partner_id: string;
      name: string;
      held: string;
      payable: string;
      paid: string;
      owed: string;
      total: string;
    }>(sql`
      select b.partner_id, p.name, b.held::text, b.payable::text, b.paid::text, b.owed::text, b.total::text from (
        select partner_id, coalesce(-sum(balance_minor) filter (where kind = 'earned'), 0)::bigint as held, coalesce(-sum(balance_minor) filter (where kind = 'payable'), 0)::bigint as payable,
          coalesce(-sum(balance_minor) filter (where kind in ('paying', 'paid')), 0)::bigint as paid, coalesce(sum(balance_minor) filter (where kind = 'clawback'), 0)::bigint as owed, (-sum(balance_minor))::bigint as total
        from ${ledgerAccounts} where ${and(eq(ledgerAccounts.currency, filter.currency), isNotNull(ledgerAccounts.partnerId), scope(viewer, ledgerAccounts))} group by 1) b
      join partners p on p.id = b.partner_id ${beyond} order by b.total desc, b.partner_id desc limit ${partnersPerPage + 1}`),
  );
  const shown = rows.slice(0, partnersPerPage);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > partnersPerPage && last ? `${last.total}_${last.partner_id}` : null };
}
export type PartnerBalance = Awaited<ReturnType<typeof listPartnerBalances>>["rows"][number];
