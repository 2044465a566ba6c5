import { DataTable } from "@/components/tables/data-table";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { formatCount, formatInstant } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";

type StaffIncentivesProps = {
  currency: string;
  currencies: readonly string[];
  rows: readonly {
    partner_id: string;
    name: string;
    held: string;
    payable: string;
    paid: string;
    owed: string;
    total: string;
  }[];
  next: string | null;
  proof: { provedAt: Date; entries: number; problems: readonly string[] } | null;
  provesSeen: boolean;
  timeZone: string;
};

/** What partners hold in one currency, most first, and whether the ledger proved right. */
export function StaffIncentives({
  currency,
  currencies,
  rows,
  next,
  proof,
  provesSeen,
  timeZone,
}: StaffIncentivesProps) {
  const money = (amount: string) => formatMinor(BigInt(amount), currency).replace(`${currency} `, "");
  return (
    <>
      {proof && provesSeen ? <ProofNote {...proof} timeZone={timeZone} /> : null}
      <Section title="Partners" description="What each earned in this currency, and where it stands.">
        <Tabs
          label="Currency"
          items={currencies.map((code) => ({
            href: `/incentives?currency=${code}`,
            label: code,
            current: code === currency,
          }))}
        />
        <DataTable
          caption={`Partners' balances in ${currency}`}
          columns={[
            { key: "partner", label: "Partner" },
            { key: "held", label: `Held, ${currency}`, align: "right" },
            { key: "payable", label: "Approved", align: "right" },
            { key: "paid", label: "Paid", align: "right" },
            { key: "owed", label: "Owed back", align: "right" },
            { key: "total", label: "Earned in all", align: "right" },
          ]}
          rows={rows.map((row) => ({
            key: row.partner_id,
            href: `/incentives?partner=${row.partner_id}`,
            cells: {
              partner: row.name,
              held: money(row.held),
              payable: money(row.payable),
              paid: money(row.paid),
              owed: money(row.owed),
              total: money(row.total),
            },
          }))}
          footer={
            <Pagination
              text={`${formatCount(rows.length)} shown, most first`}
              nextHref={next ? `/incentives?currency=${currency}&after=${encodeURIComponent(next)}` : null}
            />
          }
          empty={
            <EmptyState icon="coins" title={`Nothing earned in ${currency} yet`}>
              Write a plan and have it approved: what was invoiced since its first day is reckoned at once.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

type ProofProps = { provedAt: Date; entries: number; problems: readonly string[]; timeZone: string };

function ProofNote({ provedAt, entries, problems, timeZone }: ProofProps) {
  const at = formatInstant(provedAt, timeZone);
  if (problems.length === 0)
    return (
      <p className="text-muted text-xs">
        The ledger proved right {at}: {formatCount(entries)} entries, balances, earnings, statements, payouts and files
        say the same.
      </p>
    );
  return (
    <Callout tone="bad" title={`The ledger did not prove right, ${at}: pay nothing until it is found`}>
      <ul className="list-disc space-y-1 pl-4">
        {problems.slice(0, 10).map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Callout>
  );
}
