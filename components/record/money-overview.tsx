import { type Balance, BalanceCards } from "@/components/incentives/balance-cards";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, formatE4 } from "@/lib/format";
import type { FigureView } from "@/lib/metrics/figure";
import { spanLabel } from "@/lib/period";

type MoneyOverviewProps = {
  partnerId: string;
  staff: boolean;
  figures: readonly FigureView[];
  period: { from: string; to: string };
  balances: readonly Balance[];
  transactions: readonly {
    id: string;
    on: string;
    kind: string;
    reference: string | null;
    amountE4: bigint;
    currency: string;
    account: string | null;
    product: string | null;
    dealId: string | null;
  }[];
};

const kinds: Record<string, string> = {
  new: "New",
  renewal: "Renewal",
  upsell: "Upsell",
  cross_sell: "Cross-sell",
  refund: "Refund",
};

/** What a partner brings, costs and earns: figures that explain themselves, its accounts, and the latest invoiced lines. */
export function MoneyOverview({ partnerId, staff, figures, period, balances, transactions }: MoneyOverviewProps) {
  return (
    <>
      <Section
        title={`Transactions and investments, ${spanLabel(period)}`}
        description="Each figure opens what it is made of."
      >
        <FigureGrid figures={figures} />
      </Section>
      {balances.length > 0 ? (
        <Section
          title="Revenue share"
          description="What incentives earned, in the currency of each."
          actions={
            <TextLink href={staff ? `/incentives?partner=${partnerId}` : "/incentives"}>Month by month</TextLink>
          }
        >
          <BalanceCards balances={balances} main={undefined} />
        </Section>
      ) : null}
      <Section title="Latest invoiced lines">
        <DataTable
          caption="Latest invoiced lines"
          columns={[
            { key: "customer", label: "Customer" },
            { key: "product", label: "Product" },
            { key: "kind", label: "Kind" },
            { key: "reference", label: "Invoice" },
            { key: "on", label: "Invoiced", align: "right" },
            { key: "amount", label: "Amount", align: "right" },
          ]}
          rows={transactions.map(({ id, on, kind, reference, amountE4, currency, account, product, dealId }) => ({
            key: id,
            href: dealId ? `/deals/${dealId}` : undefined,
            cells: {
              customer: account ?? { missing: "No customer recorded" },
              product: product ?? { missing: "No product recorded" },
              kind: kinds[kind] ?? kind,
              reference: reference ?? { missing: "No number recorded" },
              on: formatDay(on),
              amount: formatE4(amountE4, currency, "cents"),
            },
          }))}
          empty={<EmptyState icon="coins" title="Nothing invoiced yet" />}
        />
      </Section>
    </>
  );
}
