import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { formatCount } from "@/lib/format";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import { type LeftOutReason, reasonText } from "@/lib/metrics/left-out";
import type { MetricKey } from "@/lib/metrics/registry";
import { type Fact, FactRows } from "./fact-rows";
import { Exports } from "./fact-table";

type LeftOutProps = {
  metric: MetricKey;
  filter: MetricFilter;
  leftOut: {
    component: ComponentKey;
    reasons: { key: LeftOutReason; count: number; sum: string }[];
    why: LeftOutReason | null;
    page: { rows: Fact[]; next: string };
  };
  currency: string;
  staff: boolean;
  question?: (about: string) => string;
};

/** The rows that are near to a figure and not in it, by the reason: one list each. */
export function LeftOut({ metric, filter, leftOut, currency, staff, question }: LeftOutProps) {
  const { component, reasons, why, page } = leftOut;
  const address = (change: Record<string, string | undefined>) =>
    metricQuery(filter, { component, why: why ?? undefined, ...change });
  const here = (change: Record<string, string | undefined>) => `/metrics/${metric}${address(change)}#left-out`;
  const total = reasons.find(({ key }) => key === why);
  const counted = componentOf(component).rows;
  return (
    <Section
      id="left-out"
      title="Left out, and why"
      description={
        total
          ? `Near to “${counted}” and not counted there, under the same filters.`
          : `Nothing near to “${counted}” was left out under these filters.`
      }
      actions={total ? <Exports href={(format) => `/metrics/${metric}/rows${address({ format, left: "1" })}`} /> : null}
    >
      {total ? (
        <>
          <Tabs
            label="Why rows are left out"
            items={reasons.map(({ key, count }) => ({
              href: here({ why: key }),
              label: reasonText(key, !staff),
              count: formatCount(count),
              current: key === why,
            }))}
          />
          <FactRows
            caption={`Left out: ${reasonText(total.key, !staff)}`}
            component={component}
            rows={page.rows}
            total={total}
            after={filter.leftAfter}
            first={here({})}
            next={page.next ? here({ leftAfter: page.next }) : null}
            currency={currency}
            staff={staff}
            question={question}
            empty={{ title: "No row was left out", says: "There is none for this reason." }}
          />
        </>
      ) : null}
    </Section>
  );
}
