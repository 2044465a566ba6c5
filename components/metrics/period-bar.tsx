import type { ReactNode } from "react";
import { type Filter, FilterBar } from "@/components/tables/filter-bar";
import { Callout } from "@/components/ui/callout";
import { shownDays } from "@/lib/metrics/filter";
import { periodKeys, periodLabels, spanLabel } from "@/lib/period";

type PeriodBarProps = {
  action: string;
  period: { key: string; from: string; to: string };
  /** The days that the address names: said to be impossible when the period is another. */
  asked?: { from: string; to: string };
  /** Choices besides the period. */
  filters?: readonly Filter[];
  hidden?: Record<string, string | undefined>;
  actions?: ReactNode;
};

/** The period, by name or by its days, and whatever else a page is narrowed by: one GET form. */
export function PeriodBar({ action, period, asked, filters = [], hidden, actions }: PeriodBarProps) {
  const named = (periodKeys as readonly string[]).includes(period.key);
  const options = periodKeys.map((key) => ({ value: key, label: periodLabels[key] }));
  return (
    <>
      <FilterBar
        action={action}
        hidden={{ ...hidden, shown: named ? undefined : shownDays(period) }}
        actions={actions}
        filters={[
          {
            kind: "select",
            name: "period",
            label: "Period",
            value: named ? period.key : "",
            options,
            any: "Days below",
          },
          { kind: "date", name: "from", label: "From", value: named ? "" : period.from },
          { kind: "date", name: "to", label: "Until (not included)", value: named ? "" : period.to },
          ...filters,
        ]}
      />
      {named && (asked?.from || asked?.to) ? (
        <Callout tone="warn" title={`These days make no period, so you see ${spanLabel(period)}`}>
          The first day must come before the last, at most 30 years apart.
        </Callout>
      ) : null}
    </>
  );
}
