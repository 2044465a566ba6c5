import type { Ticks } from "@/components/tables/body-rows";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { clock } from "@/lib/deals/registrations/times";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { type RegistrationStatus, registrationStatuses, registrationTones } from "@/lib/deals/words";
import { formatDay, formatE4, formatInstant } from "@/lib/format";
import { RegisterLink } from "./register-link";

export type RegistrationRow = {
  id: string;
  number: number;
  customerName: string;
  partner: string;
  status: RegistrationStatus;
  amountE4: bigint;
  currency: string | null;
  submittedAt: Date | null;
  dueAt: Date | null;
  claimSince: string | null;
  protectedUntil: string | null;
};

type RegistrationTableProps = {
  rows: readonly RegistrationRow[];
  more: boolean;
  filter: { show: string; q: string; page: number };
  staff: boolean;
  mayRegister: boolean;
  /** The form that ticked rows go into. */
  ticks?: Ticks;
  timeZone: string;
  now: Date;
};

/** What is shown of several standings says which. */
const mixed = new Set(["open", "ended", "all"]);

export function RegistrationTable({
  rows,
  more,
  filter,
  staff,
  mayRegister,
  ticks,
  timeZone,
  now,
}: RegistrationTableProps) {
  const page = (number: number) =>
    `/registrations?show=${filter.show}${filter.q ? `&q=${encodeURIComponent(filter.q)}` : ""}&page=${number}`;
  return (
    <DataTable
      caption="Registrations"
      ticks={ticks}
      columns={[
        { key: "customer", label: "Customer" },
        ...(staff ? [{ key: "partner", label: "Partner" }] : []),
        ...(mixed.has(filter.show) ? [{ key: "status", label: "Standing" }] : []),
        { key: "next", label: "Next" },
        { key: "amount", label: "Amount", align: "right" as const },
        { key: "submitted", label: "Submitted" },
        { key: "number", label: "Number" },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: row.status === "draft" ? `/registrations/${row.id}/edit` : `/registrations/${row.id}`,
        cells: {
          customer: row.customerName || "Draft without a customer",
          partner: row.partner,
          status: { text: registrationStatuses[row.status], tone: registrationTones[row.status] },
          next: nextOf(row, now),
          amount: row.currency ? formatE4(row.amountE4, row.currency) : { missing: "No currency chosen" },
          submitted: row.submittedAt ? formatInstant(row.submittedAt, timeZone) : { missing: "Not submitted" },
          number: { text: registrationNumber(row.number), muted: true },
        },
      }))}
      footer={
        <Pagination
          text={`${rows.length} ${rows.length === 1 ? "registration" : "registrations"}${filter.page > 1 ? `, page ${filter.page}` : ""}`}
          previousHref={filter.page > 1 ? page(filter.page - 1) : null}
          nextHref={more ? page(filter.page + 1) : null}
        />
      }
      empty={<NoRegistrations staff={staff} mayRegister={mayRegister} searched={filter.q !== ""} show={filter.show} />}
    />
  );
}

function nextOf(row: RegistrationRow, now: Date) {
  if (row.dueAt && (row.status === "submitted" || row.status === "returned")) {
    const { says, late, soon } = clock(row.dueAt, now);
    const text = row.status === "returned" ? `Answer ${says}` : `Decision ${says}`;
    return late || soon ? { text, tone: late ? ("bad" as const) : ("warn" as const) } : text;
  }
  if (row.status === "waiting") return `Claimed since ${formatDay(row.claimSince)}`;
  if (row.status === "approved" && row.protectedUntil) return `Protected until ${formatDay(row.protectedUntil)}`;
  return { missing: "Nothing is due" };
}

type NoRegistrationsProps = { staff: boolean; mayRegister: boolean; searched: boolean; show: string };

function NoRegistrations({ staff, mayRegister, searched, show }: NoRegistrationsProps) {
  if (searched) return <EmptyState icon="search" title="No registration matches this search" />;
  if (staff && show === "decide")
    return (
      <EmptyState icon="circle-check" title="Nothing waits for a decision">
        New registrations appear here by their due time.
      </EmptyState>
    );
  return (
    <EmptyState icon="file-text" title="No registrations here" actions={mayRegister ? <RegisterLink /> : null}>
      {staff
        ? "Partners register their deals; they appear here."
        : "Register a deal to protect it: you see when a decision is due."}
    </EmptyState>
  );
}
