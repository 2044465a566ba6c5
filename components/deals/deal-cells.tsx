import type { Cell } from "@/components/tables/body-rows";
import type { DealColumn } from "@/lib/deals/columns";
import { dealRoles, outcomes, outcomeTones } from "@/lib/deals/words";
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
  industry: string | null;
  owner: string | null;
  stageKey: string;
};

/**
 * A deal as the cells of its line, those of the columns shown; the amount in the deal's own currency, the reported one on
 * hover. For whoever may move deals the stage of an open one leads to its move.
 */
export function cellsOf(row: DealRow, currency: string, columns: readonly DealColumn[], moves: boolean) {
  const cells: Record<DealColumn, () => Cell> = {
    name: () => row.name,
    account: () => named(row.account, "No account recorded"),
    industry: () => named(row.industry, "No industry recorded"),
    partner: () =>
      row.partner ? { text: row.partner, href: `/partners/${row.partnerId}` } : { missing: "No partner sourced it" },
    role: () => (row.role ? dealRoles[row.role] : null),
    stage: () => ({
      text: row.stage,
      tone: outcomeTones[row.outcome],
      ...(moves && row.outcome === "open" ? moveLink(row) : {}),
    }),
    outcome: () => outcomes[row.outcome],
    opened: () => dayOr(row.openedOn, "The day is not recorded"),
    closes: () => closes(row),
    closed: () => dayOr(row.closedOn, row.outcome === "open" ? "Still open" : "The day is not recorded"),
    expected: () => dayOr(row.expectedCloseOn, "No day expected"),
    amount: () => ({ text: formatE4(row.amountE4, row.currency), title: reported(row, currency) }),
    reported: () =>
      row.reportedE4 === null
        ? { missing: "No exchange rate for its day" }
        : formatE4(row.reportedE4, currency, "cents"),
    owner: () => named(row.owner, "Nobody named"),
  };
  return Object.fromEntries(columns.map((column) => [column, cells[column]()]));
}

/** Leads to the deal's page, and with scripts opens the move where it stands. */
export const moveLink = (row: Pick<DealRow, "id" | "stageKey">) => ({
  href: `/deals/${row.id}#move`,
  title: "Move this deal",
  data: { "data-move": row.stageKey },
});

const named = (text: string | null, missing: string): Cell => text ?? { missing };
const dayOr = (day: string | null, missing: string): Cell => (day ? formatDay(day) : { missing });

function closes(row: DealRow): Cell {
  if (row.closedOn) return formatDay(row.closedOn);
  if (row.outcome !== "open") return { missing: "The day is not recorded" };
  if (!row.expectedCloseOn) return { missing: "Still open, no day expected" };
  return { text: formatDay(row.expectedCloseOn), title: "Expected", muted: true, spoken: " expected" };
}

const reported = (row: DealRow, currency: string) =>
  row.currency === currency || row.reportedE4 === null ? undefined : formatE4(row.reportedE4, currency, "cents");
