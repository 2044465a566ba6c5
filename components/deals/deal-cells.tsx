import { Badge } from "@/components/ui/badge";
import { Missing } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
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
export function cellsOf(row: DealRow, currency: string) {
  return {
    name: row.name,
    account: row.account ? <Short text={row.account} /> : <Missing reason="No account recorded" />,
    partner: row.partner ? (
      <TextLink href={`/partners/${row.partnerId}`} quiet className="above-row">
        <Short text={row.partner} />
      </TextLink>
    ) : (
      <Missing reason="No partner sourced it" />
    ),
    role: row.role ? dealRoles[row.role] : null,
    stage: <Badge tone={outcomeTones[row.outcome]}>{row.stage}</Badge>,
    opened: row.openedOn ? formatDay(row.openedOn) : <Missing reason="The day is not recorded" />,
    closes: <Closes row={row} />,
    amount: (
      <span
        title={
          row.currency === currency || row.reportedE4 === null ? undefined : formatE4(row.reportedE4, currency, "cents")
        }
      >
        {formatE4(row.amountE4, row.currency)}
      </span>
    ),
  };
}

/** One line of at most 11 rem, whole on hover. */
function Short({ text }: { text: string }) {
  return (
    <span title={text} className="block max-w-44 truncate">
      {text}
    </span>
  );
}

function Closes({ row }: { row: DealRow }) {
  if (row.closedOn) return formatDay(row.closedOn);
  if (row.outcome !== "open") return <Missing reason="The day is not recorded" />;
  if (!row.expectedCloseOn) return <Missing reason="Still open, no day expected" />;
  return (
    <span className="text-muted" title="Expected">
      {formatDay(row.expectedCloseOn)}
      <span className="sr-only"> expected</span>
    </span>
  );
}
