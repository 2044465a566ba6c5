import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { formatDay } from "@/lib/format";
import { mainCurrency } from "@/lib/incentives/words";
import { BalanceCards } from "./balance-cards";
import { MonthTable } from "./month-table";

type PartnerIncentivesProps = {
  balances: Parameters<typeof BalanceCards>[0]["balances"];
  months: Parameters<typeof MonthTable>[0]["months"];
  plans: readonly { id: string; name: string; says: string; validFrom: string; validTo: string | null }[];
  partnerId?: string;
};

/** What a partner earned: balances, statements, and the plans that paid in their own words. */
export function PartnerIncentives({ balances, months, plans, partnerId }: PartnerIncentivesProps) {
  return (
    <>
      <BalanceCards balances={balances} main={mainCurrency(months)} />
      <Section
        title="Statements"
        description="Each opens its lines: what earned, by which rule, and how it was reckoned."
      >
        <MonthTable months={months} partnerId={partnerId} />
      </Section>
      {plans.length > 0 ? (
        <Card title="What pays you">
          <ul className="space-y-3">
            {plans.map(({ id, name, says, validFrom, validTo }) => (
              <li key={id}>
                <p className="text-ink font-medium">{name}</p>
                <p className="text-body max-w-[90ch]">{says}</p>
                <p className="text-muted text-xs">
                  From {formatDay(validFrom)}
                  {validTo ? `, before ${formatDay(validTo)}` : ""}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
