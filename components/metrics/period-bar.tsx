import type { ReactNode } from "react";
import { type Filter, FilterBar } from "@/components/tables/filter-bar";
import { periodKeys, periodLabels } from "@/lib/period";

type PeriodBarProps = {
  action: string;
  period: { key: string; from: string; to: string };
  /** Choices besides the period. */
  filters?: readonly Filter[];
  hidden?: Record<string, string | undefined>;
  actions?: ReactNode;
};

/** The period, by name or by its days, and whatever else a page is narrowed by: one GET form. */
export function PeriodBar({ action, period, filters = [], hidden, actions }: PeriodBarProps) {
  const named = (periodKeys as readonly string[]).includes(period.key);
  const options = periodKeys.map((key) => ({ value: key, label: periodLabels[key] }));
  return (
    <FilterBar
      action={action}
      hidden={hidden}
      actions={actions}
      filters={[
        { kind: "select", name: "period", label: "Period", value: named ? period.key : "", options, any: "Days below" },
        { kind: "date", name: "from", label: "From", value: named ? "" : period.from },
        { kind: "date", name: "to", label: "Until (not included)", value: named ? "" : period.to },
        ...filters,
      ]}
    />
  );
}
