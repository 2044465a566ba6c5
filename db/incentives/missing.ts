import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { earnings } from "@/db/ledger/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { whyNothing } from "@/lib/incentives/missing";
import { farDay } from "@/lib/incentives/periods";
import type { Plan } from "@/lib/incentives/plan";
import { isId } from "@/lib/lists/parameters";
import { addDays } from "@/lib/period";
import { readFacts } from "./facts";
import { approvedPlans } from "./plan-rows";

const perPage = 25;

/** Won deals of the last twelve months that earned their partner nothing, and why, newest first, 25 a page. For staff. */
export async function listMissingMoney(viewer: Viewer, after: string) {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  const [day, deal, other] = after.split("_");
  const beyond =
    deal && other && isId(deal) && isId(other)
      ? sql`and (d.closed_on, d.id, p.partner_id) < (${day}::date, ${deal}::uuid, ${other}::uuid)`
      : sql``;
  return withViewer(viewer, async (tx) => {
    const { today } = await getProgram(viewer);
    const found = await tx.execute<{
      deal_id: string;
      name: string;
      partner_id: string;
      partner: string;
      closed_on: string;
      amount_e4: string;
      currency: string;
      accepted: boolean;
      invoiced: boolean;
    }>(sql`
      select d.id as deal_id, d.name, p.partner_id, pa.name as partner, d.closed_on::text as closed_on, d.amount_e4::text as amount_e4, d.currency, d.accepted,
        exists (select 1 from revenue_lines r where r.deal_id = d.id) as invoiced
      from deals d join deal_partners p on p.deal_id = d.id join partners pa on pa.id = p.partner_id
      where d.outcome = 'won' and d.closed_on >= ${addDays(today, -365)}::date ${beyond}
        and not exists (select 1 from ${earnings} where ${scope(viewer, earnings)} and ${earnings.dealId} = d.id
          and (${earnings.partnerId} = p.partner_id or exists (select 1 from partners m where m.id = ${earnings.partnerId} and m.merged_into_id is not null and partner_root(m.id) = p.partner_id)))
      order by d.closed_on desc, d.id desc, p.partner_id desc limit ${perPage + 1}`);
    const plans = await approvedPlans(tx);
    const shown = found.slice(0, perPage);
    const rows = await Promise.all(shown.map(async (row) => ({ ...row, why: await reasons(row, plans) })));
    const last = shown.at(-1);
    return {
      rows,
      next: found.length > perPage && last ? `${last.closed_on}_${last.deal_id}_${last.partner_id}` : null,
    };

    async function reasons(row: (typeof found)[number], all: readonly Plan[]) {
      const span = { from: "2000-01-01", to: farDay };
      const asked = { span, partners: [row.partner_id], plans: all, dealId: row.deal_id };
      const bases = [...new Set(all.map(({ basis }) => basis))];
      const facts = new Map(
        await Promise.all(bases.map(async (basis) => [basis, await readFacts(tx, { ...asked, basis })] as const)),
      );
      return whyNothing(all, facts, row);
    }
  });
}
export type MissingRow = Awaited<ReturnType<typeof listMissingMoney>>["rows"][number];
