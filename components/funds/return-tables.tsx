import { DataTable } from "@/components/tables/data-table";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import { cellText, type PlanView, type ReturnRow } from "@/lib/funds/return";
import { metricOf } from "@/lib/metrics/registry";

/** Plans that paid while their partners did not grow, named, and all plans with their figures. */
export function PlanReturn({ plans }: { plans: readonly PlanView[] }) {
  const flat = plans.filter((plan) => plan.flat);
  return (
    <Section
      title="By plan"
      description="What each plan paid on the statements of these months, approved or paid out, beside the sourced revenue of the partners that it paid: now, and in the same days a year before. A plan pays for activity without growth when those partners sold no more than then."
    >
      {flat.length > 0 ? (
        <Callout
          tone="warn"
          title={`${flat.length} ${flat.length === 1 ? "plan pays" : "plans pay"} for activity without growth`}
        >
          <ul className="space-y-1">
            {flat.map(({ key, says }) => (
              <li key={key}>{says}</li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <DataTable
        caption="Return by plan"
        wide
        columns={[
          { key: "plan", label: "Plan" },
          { key: "partners", label: "Partners", align: "right" },
          { key: "now", label: "Their revenue", align: "right" },
          { key: "before", label: "A year before", align: "right" },
          { key: "growth", label: "Growth", align: "right" },
          { key: "paid", label: "Paid", align: "right" },
        ]}
        rows={plans.map((plan) => ({
          key: plan.key,
          href: plan.href,
          cells: {
            plan: plan.name,
            paid: { text: plan.paidShort, title: plan.paid },
            partners: formatCount(plan.partners),
            now: plan.now,
            before: plan.before,
            growth: plan.growth
              ? plan.flat
                ? { text: plan.growth, tone: "warn" as const }
                : plan.growth
              : { missing: "They sold nothing a year before" },
          },
        }))}
        empty={<EmptyState icon="coins" title="No plan paid anything in these months" />}
      />
    </Section>
  );
}

type GroupReturnProps = { title: string; rows: readonly ReturnRow[]; currency: string };

/** The metrics of return, cut one way; each figure opens its rows. */
export function GroupReturn({ title, rows, currency }: GroupReturnProps) {
  const metrics = rows[0]?.values.map(({ metric }) => metric) ?? [];
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        columns={[
          { key: "group", label: title.replace("By ", "").replace(/^./, (letter) => letter.toUpperCase()) },
          ...metrics.map((metric) => ({ key: metric, label: metricOf(metric).label, align: "right" as const })),
        ]}
        rows={rows.map(({ group, label, values }) => ({
          key: group || "none",
          cells: {
            group: label || "None",
            ...Object.fromEntries(
              values.map(({ metric, value, href }) => {
                const text = cellText(metric, value, currency);
                return [metric, text === null ? { missing: "Nothing was paid or granted" } : { text, href }];
              }),
            ),
          },
        }))}
        empty={<EmptyState icon="chart-column" title="Nothing to compare" />}
      />
    </Section>
  );
}
