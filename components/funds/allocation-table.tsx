import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { formatMinor } from "@/lib/incentives/words";
import type { Option } from "@/lib/lists/links";

type Row = {
  allocation: {
    id: string;
    partnerId: string;
    source: "given" | "accrued";
    currency: string;
    amountMinor: bigint;
    committedMinor: bigint;
    usedMinor: bigint;
    returnedMinor: bigint;
  };
  partner: string;
};

/** What partners have of a budget: both balances of each. */
export function AllocationTable({ rows }: { rows: readonly Row[] }) {
  return (
    <DataTable
      caption="Allocations"
      columns={[
        { key: "partner", label: "Partner" },
        { key: "source", label: "How" },
        { key: "amount", label: "Given", align: "right" },
        { key: "available", label: "Available", align: "right" },
        { key: "committed", label: "Promised", align: "right" },
        { key: "account", label: "On account", align: "right" },
        { key: "used", label: "Used", align: "right" },
        { key: "returned", label: "Expired", align: "right" },
      ]}
      rows={rows.map(({ partner, allocation: a }) => {
        const money = (minor: bigint) => formatMinor(minor, a.currency);
        return {
          key: a.id,
          href: `/partners/${a.partnerId}`,
          cells: {
            partner,
            source: a.source === "given" ? "Given" : "Accrued",
            amount: money(a.amountMinor),
            available: money(a.amountMinor - a.committedMinor - a.usedMinor - a.returnedMinor),
            committed: money(a.committedMinor),
            account: money(a.amountMinor - a.usedMinor - a.returnedMinor),
            used: money(a.usedMinor),
            returned: money(a.returnedMinor),
          },
        };
      })}
      empty={
        <EmptyState icon="sprout" title="Nothing is given of it yet">
          Give partners their part; with a share of revenue it accrues by itself from the next day on.
        </EmptyState>
      }
    />
  );
}

type AllocateFormProps = { action: FormAction; budgetId: string; currency: string; partners: readonly Option[] };

/** Gives a partner money, or takes back what is free. */
export function AllocateForm({ action, budgetId, currency, partners }: AllocateFormProps) {
  return (
    <Card title="Give to a partner" description="What is promised or used is never taken back.">
      <ActionForm action={action} hidden={{ budgetId }} failed="Nothing was moved.">
        <ActionSelect name="partnerId" label="Partner" options={partners} placeholder="Choose…" defaultValue="" />
        <ActionSelect
          name="direction"
          label="What"
          options={[
            { value: "give", label: "Give" },
            { value: "take", label: "Take back" },
          ]}
          defaultValue="give"
        />
        <ActionInput name="amount" label={`Amount in ${currency}`} inputMode="decimal" />
        <ActionButton variant="primary">Move the money</ActionButton>
      </ActionForm>
    </Card>
  );
}
