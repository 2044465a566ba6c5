import "server-only";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { earnings, incentivePlans, statements } from "@/db/ledger/schema";
import { partners } from "@/db/partners/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { StatementAddress } from "@/lib/incentives/address";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { claimView } from "@/lib/incentives/words";
import { isId } from "@/lib/lists/parameters";
import { sumOf, whose } from "./queries";
import { listStatedClaims, type StatedClaim } from "./stated-claims";

const linesPerPage = 50;

/** What a line says: what earned, the rule in words, its inputs, rate and rounding. */
export const lineOf = {
  id: earnings.id,
  eventOn: earnings.eventOn,
  what: earnings.what,
  plan: incentivePlans.name,
  planSays: incentivePlans.says,
  says: earnings.says,
  dealId: earnings.dealId,
  booking: earnings.booking,
  status: earnings.status,
  baseE4: earnings.baseE4,
  rate: earnings.rate,
  exact: earnings.exact,
  rounding: earnings.rounding,
  fromE4: earnings.fromE4,
  fromCurrency: earnings.fromCurrency,
  fxRate: earnings.fxRate,
  amountMinor: earnings.amountMinor,
  totalMinor: earnings.totalMinor,
  currency: earnings.currency,
  holdUntil: earnings.holdUntil,
  seq: earnings.seq,
};

/** The lines of a statement, in the order of days, 50 a page after the given edge. */
export async function listLines(viewer: Viewer, asked: StatementAddress) {
  const [on, id] = asked.after.split("_");
  const beyond = id && isId(id) ? sql`(${earnings.eventOn}, ${earnings.id}) > (${on}::date, ${id}::uuid)` : undefined;
  const rows = await withViewer(viewer, (tx) =>
    tx
      .select(lineOf)
      .from(earnings)
      .innerJoin(incentivePlans, eq(incentivePlans.id, earnings.planId))
      .where(and(ofStatement(viewer, asked), beyond))
      .orderBy(asc(earnings.eventOn), asc(earnings.id))
      .limit(linesPerPage + 1),
  );
  const shown = rows.slice(0, linesPerPage);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > linesPerPage && last ? `${last.eventOn}_${last.id}` : null };
}
export type LineRow = Awaited<ReturnType<typeof listLines>>["rows"][number];

const ofStatement = (viewer: Viewer, { partner, month, currency }: StatementAddress) =>
  and(
    eq(earnings.partnerId, whose(partner, viewer)),
    eq(earnings.statementMonth, month),
    eq(earnings.currency, currency),
    scope(viewer, earnings),
  ) as SQL;

/** A statement: its sums, whether it is final, and a page of its lines. Throws NotFound when there is none. */
export async function readStatement(viewer: Viewer, asked: StatementAddress) {
  const id = whose(asked.partner, viewer);
  return withViewer(viewer, async (tx) => {
    const [program, page, [kept], [sums], [partner], claims] = await Promise.all([
      getProgram(viewer),
      listLines(viewer, asked),
      tx
        .select({ sha256: statements.sha256, content: statements.content, claims: statements.claims })
        .from(statements)
        .where(
          and(
            eq(statements.partnerId, id),
            eq(statements.month, asked.month),
            eq(statements.currency, asked.currency),
            scope(viewer, statements),
          ),
        )
        .limit(1),
      tx
        .select({
          lines: sql<number>`count(*)::int`,
          earnedMinor: sumOf(sql`${earnings.amountMinor} > 0`),
          clawedBackMinor: sumOf(sql`${earnings.amountMinor} < 0`),
        })
        .from(earnings)
        .where(ofStatement(viewer, asked)),
      tx
        .select({ name: partners.name })
        .from(partners)
        .where(and(eq(partners.id, id), scope(viewer, partners)))
        .limit(1),
      listStatedClaims(tx, viewer, asked),
    ]);
    if (!partner || !sums || sums.lines + claims.length === 0) throw new NotFound("This statement");
    // A statement from before claims were listed stays as it was sealed.
    const stated = kept && kept.claims === null ? [] : claims;
    return { program, partner: { id, name: partner.name }, kept: kept ?? null, sums, claims: stated, ...page };
  });
}

/** The lines of a statement for a file: word for word those of the closing, when it is final. In steps of 500. */
export async function* exportLines(viewer: Viewer, asked: StatementAddress): AsyncGenerator<StatedLine[]> {
  const { kept, claims } = await readStatement(viewer, { ...asked, after: "" });
  if (kept) {
    yield (JSON.parse(kept.content) as { lines: StatedLine[] }).lines;
    yield claims.map(statedClaim);
    return;
  }
  for (let after = ""; ; ) {
    const { rows, next } = await listLines(viewer, { ...asked, after });
    yield rows.map((row) => ({
      ...{ on: row.eventOn, what: row.what, plan: row.plan, says: row.says, rate: row.rate, exact: row.exact },
      ...{
        rounding: row.rounding,
        fxRate: row.fxRate,
        base: row.baseE4.toString(),
        amountMinor: row.amountMinor.toString(),
      },
    }));
    if (!next) break;
    after = next;
  }
  yield claims.map(statedClaim);
}

/** A claim in the columns of a line. */
function statedClaim(claim: StatedClaim): StatedLine {
  const { what, plan, says } = claimView(claim);
  const amountMinor = claim.approvedMinor ?? 0n;
  return {
    ...{ on: claim.on, what, plan, says, rate: null, fxRate: null, rounding: "", base: "0" },
    ...{ exact: decimalOfMinor(amountMinor, claim.currency), amountMinor: amountMinor.toString() },
  };
}

export type StatedLine = Record<
  "on" | "what" | "plan" | "says" | "exact" | "rounding" | "base" | "amountMinor",
  string
> &
  Record<"rate" | "fxRate", string | null>;
