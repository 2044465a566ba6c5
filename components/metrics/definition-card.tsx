import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { roleLabels } from "@/lib/access/roles";
import type { Metric } from "@/lib/metrics/metric";
import { settingText } from "@/lib/metrics/settings";
import type { Definition } from "@/lib/metrics/version";

type DefinitionCardProps = { metric: Metric; definition: Definition; lineage: { says: string[] } };

const goods = { up: "More", down: "Less" };
const units: Record<Metric["unit"], string> = {
  money: "Money, in the program's currency",
  percent: "Percent",
  days: "Days",
  hours: "Hours",
  count: "A count",
  ratio: "A ratio",
  points: "Points",
  score: "A score",
};

/** What a metric means as it holds now. */
export function DefinitionCard({ metric, definition, lineage }: DefinitionCardProps) {
  const settings = Object.entries(metric.settings ?? {}).map(([name, setting]) => ({
    term: setting.label,
    value: settingText(setting, definition.settings[name] as number | string[]),
  }));
  return (
    <Card title={`Version ${definition.version}`}>
      <DefinitionList
        items={[
          { term: "Formula", value: definition.formula },
          { term: "Left out", value: definition.exclusions },
          ...settings,
          { term: "Unit", value: units[metric.unit] },
          { term: "Good is", value: metric.better ? goods[metric.better] : "Neither" },
          { term: "Owner", value: roleLabels[definition.owner] },
          { term: "Validator", value: roleLabels[definition.validator] },
          { term: "Made of", value: lineage.says.join(", ") },
        ]}
      />
    </Card>
  );
}
