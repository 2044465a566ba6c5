import { StatCard, StatGrid } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import { formatMinor } from "@/lib/incentives/words";

type BalanceCardsProps = {
  balances: readonly { currency: string; earned: bigint; payable: bigint; paid: bigint; clawback: bigint }[];
};

/** What a partner's accounts hold, one row of cards for each currency: amounts of two are never added up. */
export function BalanceCards({ balances }: BalanceCardsProps) {
  return balances.map(({ currency, earned, payable, paid, clawback }) => {
    const value = (amount: bigint) => formatMinor(amount, currency).replace(`${currency} `, "");
    return (
      <Section key={currency} title={`In ${currency}`}>
        <StatGrid>
          <StatCard
            label="Earned in all, after what was taken back"
            value={value(earned + payable + paid - clawback)}
            unit={currency}
          />
          <StatCard label="Held, waiting for approval" value={value(earned)} unit={currency} />
          <StatCard label="Approved, to be paid" value={value(payable)} unit={currency} />
          {clawback > 0n ? (
            <StatCard label="Owed back, comes off the next approval" value={value(clawback)} unit={currency} />
          ) : (
            <StatCard label="Paid" value={value(paid)} unit={currency} />
          )}
        </StatGrid>
      </Section>
    );
  });
}
