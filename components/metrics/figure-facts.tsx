import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { roleLabels } from "@/lib/access/roles";
import { formatDay, formatInstant } from "@/lib/format";
import { filterWords, type MetricFilter } from "@/lib/metrics/filter";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import type { Definition } from "@/lib/metrics/version";
import { addDays } from "@/lib/period";

type FigureFactsProps = {
  metric: MetricKey;
  filter: MetricFilter;
  explained: {
    program: { timeZone: string };
    period: { from: string; to: string };
    countedAt: string;
    definition: Definition;
    lineage: { says: string[]; runs: { id: string; label: string; at: string }[] };
  };
  readsImports: boolean;
};

/** Everything that a reader must know of a figure to trust it. */
export function FigureFacts({ metric: key, filter, explained, readsImports }: FigureFactsProps) {
  const { program, period, countedAt, lineage, definition } = explained;
  const metric = metricOf(key);
  const at = `${formatInstant(new Date(countedAt), program.timeZone)} ${program.timeZone}`;
  const filters = filterWords(filter.where);
  const items = [
    { term: "Formula", value: definition.formula },
    { term: "Left out", value: definition.exclusions },
    {
      term: "Period",
      value: `${formatDay(period.from)} to ${formatDay(addDays(period.to, -1))}, days in ${program.timeZone}`,
    },
    { term: "Filters", value: [...filters, ...(filter.book ? ["Your own partners"] : [])].join("; ") || "None" },
    { term: "Good is", value: metric.better === "up" ? "more" : metric.better === "down" ? "less" : "neither" },
    { term: "Owner", value: `${roleLabels[definition.owner]}; validated by ${roleLabels[definition.validator]}` },
    {
      term: "Definition",
      value: <TextLink href={`/metrics/${key}/definition`}>Version {definition.version}, and the ones before</TextLink>,
    },
    { term: "As of", value: at },
    { term: "Made of", value: <Lineage {...lineage} timeZone={program.timeZone} linked={readsImports} /> },
  ];
  return <DefinitionList items={items} />;
}

/** What feeds the figure, and when the imports that bring it last ran. */
function Lineage({
  says,
  runs,
  timeZone,
  linked,
}: FigureFactsProps["explained"]["lineage"] & { timeZone: string; linked: boolean }) {
  const words = says.join(", ");
  return (
    <>
      {words.charAt(0).toUpperCase() + words.slice(1)}
      {runs.map(({ id, label, at }) => (
        <span key={id} className="block">
          {linked ? <TextLink href={`/imports/${id}`}>{label}</TextLink> : label}, last on{" "}
          {formatInstant(new Date(at), timeZone)}
        </span>
      ))}
    </>
  );
}
