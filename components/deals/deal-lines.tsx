import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { formatE4, formatNumber } from "@/lib/format";

type Line = {
  id: string;
  product: string | null;
  family: string | null;
  quantity: string;
  unitPriceE4: bigint | null;
  amountE4: bigint;
};

type DealLinesProps = { lines: readonly Line[]; currency: string; editHref?: string };

/** The products of a deal, in its currency. */
export function DealLines({ lines, currency, editHref }: DealLinesProps) {
  const change = editHref ? <TextLink href={editHref}>Change the products</TextLink> : null;
  if (lines.length === 0)
    return change ? (
      <Section title="Products" actions={change}>
        <p className="text-muted">No product is named yet.</p>
      </Section>
    ) : null;
  return (
    <Section title="Products" actions={change}>
      <DataTable
        caption="Products"
        columns={[
          { key: "product", label: "Product" },
          { key: "family", label: "Family" },
          { key: "quantity", label: "Quantity", align: "right" },
          { key: "price", label: "Unit price", align: "right" },
          { key: "amount", label: "Amount", align: "right" },
        ]}
        rows={lines.map((line) => ({
          key: line.id,
          cells: {
            product: line.product ?? "Product not named",
            family: line.family ?? { missing: "No family recorded" },
            quantity: formatNumber(line.quantity, line.quantity.includes(".") && !/\.0*$/.test(line.quantity) ? 2 : 0),
            price: line.unitPriceE4 === null ? { missing: "No price recorded" } : formatE4(line.unitPriceE4, currency),
            amount: formatE4(line.amountE4, currency),
          },
        }))}
        totals={{
          product: "Total",
          amount: formatE4(
            lines.reduce((sum, line) => sum + line.amountE4, 0n),
            currency,
          ),
        }}
      />
    </Section>
  );
}
