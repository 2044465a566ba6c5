import { LinkButton } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { formatCount } from "@/lib/format";
import { type ComponentKey, componentOf, pickWords } from "@/lib/metrics/components";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import type { FactPart } from "@/lib/metrics/parts";
import type { MetricKey } from "@/lib/metrics/registry";
import { type Fact, FactRows, factText } from "./fact-rows";

type FactTableProps = {
  metric: MetricKey;
  filter: MetricFilter;
  parts: FactPart[];
  component: ComponentKey;
  facts: { rows: Fact[]; next: string; count: number; sum: string };
  /** What the figure itself says of this part: the rows must add up to it. */
  measured: string;
  currency: string;
  staff: boolean;
  question?: (about: string) => string;
};

/** The rows that a figure counts, adding up to it. */
export function FactTable({
  metric,
  filter,
  parts,
  component,
  facts,
  measured,
  currency,
  staff,
  question,
}: FactTableProps) {
  const { rows: title, pick } = componentOf(component);
  const words = pick ? pickWords[pick] : null;
  const text = (value: string) => factText(component, value, currency);
  const address = (change: Record<string, string | undefined>) => metricQuery(filter, { component, ...change });
  const here = (change: Record<string, string | undefined>) => `/metrics/${metric}${address(change)}#rows`;
  const agrees =
    facts.sum === measured
      ? "exactly what the figure counts"
      : `the figure still says ${text(measured)}, and is being counted again`;
  return (
    <Section
      id="rows"
      title="The rows behind it"
      description={
        words
          ? `${title}: ${formatCount(facts.count)}; ${words}.`
          : `${title}: ${formatCount(facts.count)}, adding up to ${text(facts.sum)}, ${agrees}.`
      }
      actions={<Exports href={(format) => `/metrics/${metric}/rows${address({ format })}`} />}
    >
      {parts.length > 1 ? (
        <Tabs
          label="Parts of the figure"
          items={parts.map((part) => ({
            href: here({ component: part.key, why: undefined }),
            label: part.label,
            current: part.key === component,
          }))}
        />
      ) : null}
      <FactRows
        caption={title}
        component={component}
        rows={facts.rows}
        total={facts}
        after={filter.after}
        first={here({})}
        next={facts.next ? here({ after: facts.next }) : null}
        currency={currency}
        staff={staff}
        question={question}
        empty={{
          title: "No row was counted",
          says: "Nothing of this kind happened in these days. Choose a longer period, or take a filter away.",
        }}
      />
    </Section>
  );
}

/** A list as a file, in both formats. */
export function Exports({ href }: { href: (format: string | undefined) => string }) {
  return (
    <>
      <LinkButton href={href(undefined)} download size="small" icon="download">
        Export rows
      </LinkButton>
      <LinkButton href={href("xlsx")} download size="small" icon="download">
        Excel
      </LinkButton>
    </>
  );
}
