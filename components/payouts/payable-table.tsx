import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { masked } from "@/lib/payouts/bank";
import type { Missing } from "@/lib/payouts/readiness";

type PayableTableProps = {
  rows: readonly {
    partnerId: string;
    name: string;
    mergedInto: string | null;
    payableMinor: bigint;
    reservedMinor: bigint;
    bankLast4: string | null;
    missing: readonly Missing[];
  }[];
  next: string | null;
  currency: string;
  waiting: readonly { currency: string; partners: number }[];
  formKey: string;
  /** For those who may prepare. */
  action: FormAction | null;
};

const form = "prepare-payouts";

/** Who is to be paid in a currency, whether they can be, and the form that prepares a batch of those who can. */
export function PayableTable({ rows, next, currency, waiting, formKey, action }: PayableTableProps) {
  return (
    <Section
      title="To be paid"
      description="What is approved and not paid. Who is not ready stays until what is missing is there."
    >
      <Tabs
        label="Currency"
        items={waiting.map((one) => ({
          href: `/incentives/payouts?currency=${one.currency}`,
          label: one.currency,
          current: one.currency === currency,
        }))}
      />
      <DataTable
        caption={`Partners to be paid in ${currency}`}
        ticks={action && rows.length > 0 ? { form, name: "partner" } : undefined}
        columns={[
          { key: "partner", label: "Partner" },
          { key: "state", label: "State" },
          { key: "amount", label: `To pay, ${currency}`, align: "right" },
          { key: "bank", label: "Account", align: "right" },
          { key: "missing", label: "What is missing", narrow: true },
        ]}
        rows={rows.map((row) => ({
          key: row.partnerId,
          href: `/incentives?partner=${row.partnerId}`,
          cells: {
            partner: row.mergedInto ? `${row.name}, now ${row.mergedInto}` : row.name,
            ...cellsOf(row, currency),
          },
        }))}
        footer={
          <Pagination
            text={`${formatCount(rows.length)} shown, by name`}
            nextHref={next ? `/incentives/payouts?currency=${currency}&after=${encodeURIComponent(next)}` : null}
          />
        }
        empty={
          <EmptyState icon="circle-check" title={`Nothing is to be paid in ${currency}`}>
            What finance approves of earnings comes here.
          </EmptyState>
        }
      />
      {action && rows.length > 0 ? (
        <ActionForm id={form} action={action} hidden={{ key: formKey, currency }} failed="No batch was prepared.">
          <ActionButton variant="primary">Prepare a batch</ActionButton>
          <p className="text-muted max-w-[72ch] text-xs">
            Of who is ticked, or of everybody in {currency} when nobody is. Who is not ready is left out. Another person
            approves it before anything is paid.
          </p>
        </ActionForm>
      ) : null}
    </Section>
  );
}

function cellsOf(row: PayableTableProps["rows"][number], currency: string) {
  const inBatch = row.reservedMinor > 0n;
  const ready = row.missing.length === 0;
  const state = ready ? "Ready" : inBatch ? "In a batch" : "Not ready";
  const says = row.missing.map(({ says }) => says);
  return {
    state: { text: state, tone: ready ? ("good" as const) : inBatch ? ("info" as const) : ("warn" as const) },
    amount: formatMinor(row.payableMinor + row.reservedMinor, currency),
    bank: row.bankLast4 ? masked(row.bankLast4) : { missing: "Bank details are missing" },
    missing: ready || inBatch ? { missing: "Nothing" } : { text: listed(says), title: says.join("\n") },
  };
}

/** Sentences as one: the first as it is, the others going on in it. */
const listed = (says: readonly string[]) =>
  says.map((one, i) => (i === 0 ? one : one.charAt(0).toLowerCase() + one.slice(1))).join("; ");
