import type { Cell } from "@/components/tables/body-rows";
import { dealRoles, outcomeTones } from "@/lib/deals/words";
import { formatDay, formatE4 } from "@/lib/format";

export type DealRow = {
  id: string;
  name: string;
  account: string | null;
  stage: string;
  outcome: "open" | "won" | "lost";
  amountE4: bigint;
  currency: string;
  reportedE4: bigint | null;
  openedOn: string | null;
  closedOn: string | null;
  expectedCloseOn: string | null;
  partnerId?: string | null;
  partner?: string | null;
  role?: "sourcing" | "influencing";
};

/** A deal as the cells of its line; the amount in the deal's own currency, the reported one on hover. */
export function cellsOf(row: DealRow, currency: string): Record<string, Cell> {
  return {
    name: row.name,
    account: row.account ? { text: row.account, title: row.account } : { missing: "No account recorded" },
    partner: row.partner
      ? { text: row.partner, title: row.partner, href: `/partners/${row.partnerId}` }
      : { missing: "No partner sourced it" },
    role: row.role ? dealRoles[row.role] : null,
    stage: { text: row.stage, tone: outcomeTones[row.outcome] },
    opened: row.openedOn ? formatDay(row.openedOn) : { missing: "The day is not recorded" },
    closes: closes(row),
    amount: { text: formatE4(row.amountE4, row.currency), title: reported(row, currency) },
  };
}

function closes(row: DealRow): Cell {
  if (row.closedOn) return formatDay(row.closedOn);
  if (row.outcome !== "open") return { missing: "The day is not recorded" };
  if (!row.expectedCloseOn) return { missing: "Still open, no day expected" };
  return { text: formatDay(row.expectedCloseOn), title: "Expected", muted: true, spoken: " expected" };
}

const reported = (row: DealRow, currency: string) =>
  row.currency === currency || row.reportedE4 === null ? undefined : formatE4(row.reportedE4, currency, "cents");
