import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDay } from "@/lib/format";
import { type PlanState, planStates } from "@/lib/incentives/states";
import { formatMinor } from "@/lib/incentives/words";

type PlanTableProps = {
  plans: readonly {
    id: string;
    name: string;
    version: number;
    status: PlanState;
    says: string;
    validFrom: string;
    validTo: string | null;
    paid: string | null;
  }[];
};

/** The plans of the program; what waits for somebody first. */
export function PlanTable({ plans }: PlanTableProps) {
  return (
    <DataTable
      caption="Incentive plans"
      columns={[
        { key: "name", label: "Plan" },
        { key: "status", label: "State" },
        { key: "says", label: "What partners read", narrow: true },
        { key: "from", label: "From", align: "right" },
        { key: "until", label: "Before", align: "right" },
        { key: "paid", label: "Earned by it", align: "right" },
      ]}
      rows={plans.map((plan) => ({
        key: plan.id,
        href: `/incentives/plans/${plan.id}`,
        cells: {
          name: plan.version > 1 ? `${plan.name}, version ${plan.version}` : plan.name,
          status: { text: planStates[plan.status].label, tone: planStates[plan.status].tone },
          says: { text: plan.says, title: plan.says },
          from: formatDay(plan.validFrom),
          until: plan.validTo ? formatDay(plan.validTo) : { missing: "Open" },
          paid: plan.paid ? earnedText(plan.paid) : { missing: "Nothing yet" },
        },
      }))}
      empty={
        <EmptyState icon="coins" title="No plans yet">
          A plan says what partners earn, for what, and within which limits. A second person approves it.
        </EmptyState>
      }
    />
  );
}

/** The largest currency of several; all of them on hover. */
function earnedText(paid: string) {
  const all = paid.split(",").map((one) => {
    const [currency = "", sum = "0"] = one.split(" ");
    return formatMinor(BigInt(sum), currency);
  });
  return all.length === 1 ? all[0] : { text: `${all.length} currencies`, title: all.join(" · ") };
}
