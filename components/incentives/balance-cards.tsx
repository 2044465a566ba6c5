import { DataTable } from "@/components/tables/data-table";
import { StatCard, StatGrid } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import { formatMinor } from "@/lib/incentives/words";

export type Balance = { currency: string } & Record<"earned" | "payable" | "paying" | "paid" | "clawback", bigint>;
type BalanceCardsProps = {
  balances: readonly Balance[];
  /** The currency that the partner earns most often in. */
  main: string | undefined;
};

/** What a partner's accounts hold: its own currency as cards, each other one as a line. Amounts of two are never added up. */
export function BalanceCards({ balances, main }: BalanceCardsProps) {
  const first = balances.find(({ currency }) => currency === main) ?? balances[0];
  const others = balances.filter((balance) => balance !== first);
  return (
    <>
      {first ? <Cards {...first} /> : null}
      {others.length > 0 ? <Others balances={others} /> : null}
    </>
  );
}

const inAll = ({ earned, payable, paying, paid, clawback }: Balance) => earned + payable + paying + paid - clawback;

function Cards(balance: Balance) {
  const { currency, earned, payable, paying, paid, clawback } = balance;
  const value = (amount: bigint) => formatMinor(amount, currency).replace(`${currency} `, "");
  return (
    <Section title={`In ${currency}`}>
      <StatGrid>
        <StatCard label="Earned in all, after what was taken back" value={value(inAll(balance))} unit={currency} />
        <StatCard label="Held, waiting for approval" value={value(earned)} unit={currency} />
        <StatCard label="Approved, to be paid" value={value(payable)} unit={currency} />
        {clawback > 0n ? (
          <StatCard label="Owed back, comes off the next approval" value={value(clawback)} unit={currency} />
        ) : (
          <StatCard
            label={paying > 0n ? "Paid, and with the bank" : "Paid"}
            value={value(paid + paying)}
            unit={currency}
          />
        )}
      </StatGrid>
    </Section>
  );
}

function Others({ balances }: { balances: readonly Balance[] }) {
  const right = { align: "right" as const };
  return (
    <Section title="In other currencies">
      <DataTable
        caption="Balances in other currencies"
        columns={[
          { key: "currency", label: "Currency" },
          { key: "all", label: "Earned in all", ...right },
          { key: "held", label: "Held", ...right },
          { key: "payable", label: "To be paid", ...right },
          { key: "owed", label: "Owed back", ...right },
          { key: "paid", label: "Paid", ...right },
        ]}
        rows={balances.map((balance) => {
          const text = (amount: bigint) => formatMinor(amount, balance.currency);
          const { currency, earned, payable, paying, clawback, paid } = balance;
          return {
            key: currency,
            cells: {
              currency,
              all: text(inAll(balance)),
              held: text(earned),
              payable: text(payable),
              owed: text(clawback),
              paid: text(paid + paying),
            },
          };
        })}
        empty={null}
      />
    </Section>
  );
}
