import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { earnings } from "@/db/ledger/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { evaluate } from "@/lib/incentives/evaluate";
import { groupBy } from "@/lib/incentives/group";
import { yearEarlier } from "@/lib/incentives/periods";
import type { Plan } from "@/lib/incentives/plan";
import { addDays } from "@/lib/period";
import { readFacts, readRates } from "./facts";

const mostShown = 100;

/**
 * What a plan would have paid for the twelve months up to `today`, by partner and currency, beside what all plans paid for
 * them; most first, at most 100. Nothing is booked. For staff.
 */
export function simulatePlan(viewer: Viewer, draft: Plan, today: string) {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  const span = { from: yearEarlier(today), to: today };
  const plan: Plan = { ...draft, validFrom: span.from, validTo: span.to, stacking: "add" };
  return withViewer(
    viewer,
    async (tx) => {
      const plans = [plan];
      const facts = await readFacts(tx, {
        basis: plan.basis,
        span: { ...span, from: addDays(yearEarlier(span.from), -1) },
        partners: null,
        plans,
      });
      const rates = await readRates(tx, plans, span);
      const earned = evaluate({ plans, facts, rates, frozen: () => null }).filter(({ day }) => day >= span.from);
      const paid = await tx.execute<{
        partner_id: string;
        currency: string;
        sum: string;
      }>(sql`select partner_id, currency, sum(amount_minor)::text as sum
        from ${earnings} where ${scope(viewer, earnings)} and event_on >= ${span.from}::date and event_on < ${span.to}::date group by 1, 2`);
      const names = await tx.execute<{ id: string; name: string }>(sql`select id, name from partners`);
      const nameOf = new Map(names.map(({ id, name }) => [id, name]));
      const rows = [...groupBy(earned, ({ partnerId, currency }) => `${partnerId} ${currency}`).values()].map(
        (lines) => {
          const { partnerId, currency } = lines[0] as (typeof lines)[number];
          const now = paid.find((one) => one.partner_id === partnerId && one.currency === currency);
          const wouldMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
          return {
            partnerId,
            partner: nameOf.get(partnerId) ?? "",
            currency,
            lines: lines.length,
            wouldMinor,
            paidMinor: BigInt(now?.sum ?? 0),
          };
        },
      );
      const totals = [...groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => ({
        currency,
        partners: own.length,
        wouldMinor: own.reduce((sum, one) => sum + one.wouldMinor, 0n),
      }));
      rows.sort((a, b) =>
        a.wouldMinor === b.wouldMinor ? a.partner.localeCompare(b.partner) : a.wouldMinor > b.wouldMinor ? -1 : 1,
      );
      return { span, rows: rows.slice(0, mostShown), totals, counted: facts.length };
    },
    "counting",
  );
}
export type Simulation = Awaited<ReturnType<typeof simulatePlan>>;
